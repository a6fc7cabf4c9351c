using Microsoft.Extensions.Localization;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Lending;

/// <summary>Marks the words of lending's pages: LendingTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class LendingTexts;

/// <summary>Refusals in the reader's language.</summary>
internal static class LendingRefusalTexts
{
    /// <summary>The text under a refusal's code; its own words when there is none, which are in English and may hold figures.</summary>
    public static string Refused(this IStringLocalizer<LendingTexts> texts, Refusal refusal)
    {
        var text = texts[refusal.Code];
        return text.ResourceNotFound ? refusal.Message : text.Value;
    }
}
