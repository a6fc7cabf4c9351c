using Microsoft.Extensions.Localization;
using Paylatch.Domain.Shared;
using Paylatch.Web.Audit;
using Paylatch.Web.Devices;
using Paylatch.Web.Identity;
using Paylatch.Web.Ledger;
using Paylatch.Web.Lending;
using Paylatch.Web.Payments;
using Paylatch.Web.Tenancy;

namespace Paylatch.Web.Shell;

/// <summary>Says any capability's refusal in the reader's language, where a page may meet all of them: the error page.</summary>
public sealed class RefusalWords(IStringLocalizerFactory texts)
{
    private readonly (IStringLocalizer Texts, string Before)[] _places =
    [
        (texts.Create(typeof(SharedTexts)), ""),
        (texts.Create(typeof(IdentityTexts)), ""),
        (texts.Create(typeof(TenancyTexts)), ""),
        (texts.Create(typeof(LendingTexts)), ""),
        (texts.Create(typeof(DevicesTexts)), ""),
        (texts.Create(typeof(PaymentsTexts)), "Refused_"),
        (texts.Create(typeof(LedgerTexts)), ""),
        (texts.Create(typeof(AuditTexts)), "Trouble_"),
    ];

    /// <summary>The text of its code; its own words, in English, when there is none.</summary>
    public string Say(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return _places.Select(place => place.Texts[place.Before + refusal.Code]).FirstOrDefault(text => !text.ResourceNotFound)?.Value ?? refusal.Message;
    }
}
