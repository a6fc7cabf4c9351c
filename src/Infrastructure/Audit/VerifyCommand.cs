using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Audit;

/// <summary>The command <c>verify</c>: checks one log or all of them and says what it found, for people and for cron.</summary>
public static class VerifyCommand
{
    /// <summary>Checks.</summary>
    /// <param name="services">The application.</param>
    /// <param name="slug">A tenant's subdomain, <c>platform</c>, or <c>all</c>.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="anchor">A seal noted down earlier, <c>number:hash</c>, which the log must still hold; for one tenant.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>0 when everything is sound; 1 when something is not, or could not be checked.</returns>
    public static async Task<int> Run(IServiceProvider services, string slug, TextWriter output, string? anchor = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var tenants = services.GetRequiredService<TenantDirectory>();
        IReadOnlyList<TenantInfo> chosen = slug switch
        {
            "all" => await tenants.All(ct),
            "platform" => [tenants.Platform],
            _ => await tenants.Find(slug, ct) is { } one ? [one] : [],
        };
        if (chosen.Count == 0) await output.WriteLineAsync($"There is no merchant “{slug}”. Give a subdomain, “platform” or “all”.");
        if (anchor is not null && slug == "all")
        {
            await output.WriteLineAsync("A noted seal belongs to one log: name its merchant instead of “all”.");
            return 1;
        }

        var sound = chosen.Count > 0;
        foreach (var tenant in chosen) sound &= await Verify(services.GetRequiredService<Operations>(), tenant, anchor, output, ct);
        return sound ? 0 : 1;
    }

    /// <summary>A finding in words.</summary>
    public static string Say(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        FormattableString text = finding.Kind switch
        {
            FindingKind.RowChanged => $"event at position {finding.Position} was changed after it was sealed (seal {finding.Seal})",
            FindingKind.RowRemoved => $"event at position {finding.Position} was removed after it was sealed (seal {finding.Seal})",
            FindingKind.RowInserted => $"event at position {finding.Position} was inserted where the log was already sealed",
            FindingKind.SealChanged => $"seal {finding.Seal} was changed: its hash does not follow from what it holds",
            FindingKind.ChainBroken => $"seal {finding.Seal} does not stand on the seal before it",
            FindingKind.SealMissing => $"seal {finding.Seal} is missing",
            FindingKind.SignatureWrong => $"seal {finding.Seal} is not signed by a key of this log",
            FindingKind.AnchorMissing => $"seal {finding.Seal} is not in the log as it was noted down: the log was cut off or rewritten",
            _ => throw new ArgumentOutOfRangeException(nameof(finding)),
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<bool> Verify(Operations operations, TenantInfo tenant, string? anchor, TextWriter output, CancellationToken ct)
    {
        var name = tenant.IsPlatform ? "platform" : tenant.Slug;
        var caller = new Caller(tenant.Id, Role.SuperAdmin, "verify-command", Guid.CreateVersion7().ToString("N"));
        var outcome = await operations.Run(caller, (VerifyLog u) => u.Handle(new(anchor), ct), ct);
        if (outcome.Refusal is { } refusal)
        {
            await output.WriteLineAsync($"{name}: could not be checked: {refusal.Message} ({refusal.Code})");
            return false;
        }

        var verdict = outcome.Value;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {(verdict.Sound ? "sound" : $"NOT SOUND, {verdict.FindingCount} findings")}; {verdict.Rows} events in {verdict.Seals} seals checked, {verdict.NotSealedYet} not sealed yet{(verdict.Head == "" ? "" : $"; last seal {verdict.Head}")}"));
        foreach (var finding in verdict.Findings) await output.WriteLineAsync($"{name}:   {Say(finding)}");
        if (verdict.FindingCount > verdict.Findings.Count) await output.WriteLineAsync($"{name}:   … and {verdict.FindingCount - verdict.Findings.Count} more");
        return verdict.Sound;
    }
}
