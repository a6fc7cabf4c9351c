using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Audit;

/// <summary>Says what the log holds in the reader's language.</summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts, IStringLocalizer<SharedTexts> shared, Formats formats)
{
    /// <summary>What happened; a type without words of its own is taken apart: <c>SimChanged</c> is "Sim changed".</summary>
    public string What(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Refused) return texts["RefusedTo", Apart(line.UseCase)];
        var own = texts["Type_" + line.Type];
        return own.ResourceNotFound ? Apart(line.Type) : own.Value;
    }

    /// <summary>Who did it: the name, or the role.</summary>
    public string Who(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.ActorName ?? RoleOf(line.ActorRole);
    }

    /// <summary>A role's word in the log as its name.</summary>
    public string RoleOf(string word)
    {
        var role = Enum.GetValues<Role>().Where(r => Words.Of(r) == word).Select(r => (Role?)r).FirstOrDefault();
        return role is null ? word : shared[$"Role{role}"];
    }

    /// <summary>Why; the code of a refusal in words where there are any.</summary>
    public string? Why(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line is { Refused: false } or { Reason: null }) return line.Reason;
        var own = texts["Trouble_" + line.Reason];
        return own.ResourceNotFound ? line.Reason : own.Value;
    }

    /// <summary>A refusal of a search or an export: its own sentence in English, the text for its code elsewhere.</summary>
    public string Say(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? refusal.Message : SayCode(refusal.Code) ?? refusal.Message;
    }

    /// <summary>The text for a refusal's code; null when there is none.</summary>
    public string? SayCode(string code)
    {
        var own = texts["Trouble_" + code];
        return own.ResourceNotFound ? null : own.Value;
    }

    /// <summary>What a check found, in one sentence.</summary>
    public string Say(LogVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Sound
            ? texts["VerdictSound", formats.Count(verdict.Rows), formats.Count(verdict.Seals), formats.Count(verdict.NotSealedYet)]
            : texts["VerdictBroken", formats.Count(verdict.FindingCount), formats.Count(verdict.Rows), formats.Count(verdict.Seals)];
    }

    /// <summary>One finding as a sentence.</summary>
    public string Say(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return texts["Finding_" + finding.Kind, finding.Position ?? 0, finding.Seal ?? 0];
    }

    private static string Apart(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append(' ').Append(char.ToLowerInvariant(c));
            else text.Append(c);
        }

        return text.ToString();
    }
}
