using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Paylatch.Application.Audit;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Web.Components;
using EventId = Paylatch.Domain.Shared.EventId;

namespace Paylatch.Web.Audit;

/// <summary>The log of a merchant, or of the platform: searched by a line, each event's story beside the list, its proof a button.</summary>
public sealed partial class AuditPage
{
    private LogPage? _page;
    private Refusal? _refusal;
    private EventStory? _story;
    private Refusal? _storyRefusal;
    private LogVerdict? _verdict;
    private Refusal? _verifyRefusal;
    private bool _verifying;
    private ChosenLog? _log;
    private (string? Tenant, string? Query, long? Before)? _shown;
    private string? _told;

    /// <summary>The subdomain of the merchant whose log the platform looks at; the host's own log when left out.</summary>
    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    /// <summary>The search line.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>Where the page of the list begins.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <summary>The event whose story is open.</summary>
    [SupplyParameterFromQuery]
    public string? Event { get; set; }

    /// <summary>The code of a refused export that led back here.</summary>
    [SupplyParameterFromQuery]
    public string? Trouble { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<FilterChoice> Choices =>
    [
        .. Terms.Select(term => new FilterChoice($"{term} ×", Address(_page!.Query.Without(term)).ToString(), true)),
        .. Suggestions.Where(s => Terms.All(term => term.ToString() != s.Line && term.Qualifier != s.Line.Split(':')[0]))
            .Select(s => new FilterChoice(T[s.Text], Address($"{Q} {s.Line}".Trim()).ToString(), false)),
    ];

    private TenantDetail? Merchant => _log?.Merchant;

    private IReadOnlyList<LogTerm> Terms => _page?.Query.Terms ?? [];

    private IReadOnlyList<(string Text, string Line)> Suggestions =>
        [("OnlyRefused", "refused:yes"), ("ByPlatform", "actor:system"), ("ByAdmins", "actor:merchant_admin"), ("SinceToday", $"since:{Day(0)}")];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_log is null || _log.Merchant?.Slug != Tenant) await Choose();
        // One look of the platform is one line in the merchant's log, so it is not taken twice.
        if (_log is not { } log || (log.Merchant is not null && !RendererInfo.IsInteractive)) return;
        if (_shown != (Tenant, Q, Before))
        {
            _shown = (Tenant, Q, Before);
            var outcome = await log.Run((SearchLog u) => u.Handle(new(Q, Before), default));
            (_page, _refusal) = (outcome.Done ? outcome.Value : _page, outcome.Refusal);
        }

        if (_told != Event)
        {
            _told = Event;
            await Tell(log);
        }
    }

    private async Task Choose()
    {
        Tenant = string.IsNullOrEmpty(Tenant) ? null : Tenant;
        var chosen = await ChosenLog.Open(Door, Tenant);
        (_log, _refusal, _page, _verdict) = (chosen.Done ? chosen.Value : null, chosen.Refusal, null, null);
    }

    private async Task Tell(ChosenLog log)
    {
        (_story, _storyRefusal) = (null, null);
        if (Event is null) return;
        if (!Guid.TryParse(Event, out var id))
        {
            _storyRefusal = AuditRefusals.EventNotFound();
            return;
        }

        var outcome = await log.Run((ShowEvent u) => u.Handle(new EventId(id), default));
        (_story, _storyRefusal) = (outcome.Done ? outcome.Value : null, outcome.Refusal);
    }

    private async Task Verify()
    {
        if (_log is null) return;
        _verifying = true;
        (_verdict, _verifyRefusal) = (null, null);
        StateHasChanged();
        var outcome = await _log.Run((VerifyLog u) => u.Handle(new(), default));
        (_verdict, _verifyRefusal) = (outcome.Done ? outcome.Value : null, outcome.Refusal);
        _verifying = false;
    }

    private void Open(LogLine line) => Navigation.NavigateTo(Here(line.Id));

    private void ByKey(KeyboardEventArgs key, LogLine line)
    {
        if (key.Key == "Enter") Open(line);
    }

    private void Close() => Navigation.NavigateTo(Address(Q, Before).ToString());

    private string Here(EventId id) => (Address(Q, Before) with { Event = id.ToString() }).ToString();

    private AuditAddress Address(string? query, long? before = null) => new(query, before, null, Tenant);

    private string Day(int fromToday)
    {
        var (now, zone) = _page is null ? (TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc) : (_page.Now, _page.Zone);
        return TimeZoneInfo.ConvertTime(now, zone).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string About(LogLine line) =>
        string.Join(" · ", new[] { line.LoanNumber, line.DeviceLabel, line.CustomerName }.Where(part => part is not null));

    private static string Short(string head) => head.Length > 20 ? $"{head[..16]}…{head[^4..]}" : head;
}
