using Microsoft.Extensions.Localization;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Devices;

/// <summary>Marks the words of the devices' pages: DevicesTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class DevicesTexts;

/// <summary>Refusals in the reader's language.</summary>
internal static class DevicesRefusalTexts
{
    /// <summary>The text under a refusal's code; its own words when there is none.</summary>
    public static string Refused(this IStringLocalizer<DevicesTexts> texts, Refusal refusal)
    {
        var text = texts[refusal.Code];
        return text.ResourceNotFound ? refusal.Message : text.Value;
    }
}
