using Microsoft.Extensions.Localization;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Identity;

/// <summary>Marks the words of identity's pages: IdentityTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class IdentityTexts;

/// <summary>Refusals in the reader's language, where a capability's texts have them under their code.</summary>
public static class RefusalTexts
{
    /// <summary>The text of a code; the refusal's own words when there is none.</summary>
    public static string Of(this IStringLocalizer texts, Refusal refusal)
    {
        var text = texts[refusal.Code];
        return text.ResourceNotFound ? refusal.Message : text.Value;
    }
}
