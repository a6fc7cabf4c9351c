using System.Globalization;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Audit;

/// <summary>Every "no" of the audit log.</summary>
public static class AuditRefusals
{
    /// <summary>A word before a colon that is no qualifier.</summary>
    public static Refusal UnknownQualifier(string qualifier, string? meant) => new(
        "audit.unknown_qualifier",
        $"There is no qualifier “{qualifier}:”. "
        + (meant is null ? $"Use one of {string.Join(", ", LogQuery.Qualifiers.Select(q => q + ":"))}" : $"Did you mean “{meant}:”?"),
        field: "q");

    /// <summary>The same qualifier twice.</summary>
    public static Refusal QualifierTwice(string qualifier) =>
        new("audit.qualifier_twice", $"“{qualifier}:” stands there twice. Keep one.", field: "q");

    /// <summary>A qualifier with a value that cannot be read.</summary>
    public static Refusal BadValue(string qualifier, string hint) =>
        new("audit.bad_value", $"“{qualifier}:” needs {hint}.", field: "q");

    /// <summary>The search line is too long.</summary>
    public static Refusal QueryTooLong() =>
        new("audit.query_too_long", "The search line may have 500 characters at the most.", field: "q");

    /// <summary>The event does not exist here.</summary>
    public static Refusal EventNotFound() =>
        new("audit.event_not_found", "There is no such event in this log.", RefusalKind.NotFound);

    /// <summary>The period is upside down.</summary>
    public static Refusal PeriodInvalid() =>
        new("audit.period_invalid", "The first day must not be after the last day.", field: "from");

    /// <summary>More rows than one export carries.</summary>
    public static Refusal ExportTooLong(int most, string instead) => new(
        "audit.export_too_long",
        string.Create(CultureInfo.InvariantCulture, $"The period holds more than {most:N0} events. {instead}"),
        field: "from");

    /// <summary>A noted seal that cannot be read.</summary>
    public static Refusal AnchorInvalid() => new(
        "audit.anchor_invalid", "A noted seal is written as its number, a colon and 64 hexadecimal digits, for example 12:9f86d0….", field: "anchor");
}
