using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Paylatch.Application.Audit;
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
    private (string? Query, long? Before)? _shown;
    private string? _told;

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
        .. Terms.Select(term => new FilterChoice($"{term} ×", new AuditAddress(_page!.Query.Without(term)).ToString(), true)),
        .. Suggestions.Where(s => Terms.All(term => term.ToString() != s.Line && term.Qualifier != s.Line.Split(':')[0]))
            .Select(s => new FilterChoice(T[s.Text], new AuditAddress($"{Q} {s.Line}".Trim()).ToString(), false)),
    ];

    private IReadOnlyList<LogTerm> Terms => _page?.Query.Terms ?? [];

    private IReadOnlyList<(string Text, string Line)> Suggestions =>
        [("OnlyRefused", "refused:yes"), ("ByPlatform", "actor:system"), ("ByAdmins", "actor:merchant_admin"), ("SinceToday", $"since:{Day(0)}")];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Q, Before))
        {
            _shown = (Q, Before);
            var outcome = await Door.Run((SearchLog u) => u.Handle(new(Q, Before), default));
            (_page, _refusal) = (outcome.Done ? outcome.Value : _page, outcome.Refusal);
        }

        if (_told != Event)
        {
            _told = Event;
            await Tell();
        }
    }

    private async Task Tell()
    {
        (_story, _storyRefusal) = (null, null);
        if (Event is null) return;
        if (!Guid.TryParse(Event, out var id))
        {
            _storyRefusal = AuditRefusals.EventNotFound();
            return;
        }

        var outcome = await Door.Run((ShowEvent u) => u.Handle(new EventId(id), default));
        (_story, _storyRefusal) = (outcome.Done ? outcome.Value : null, outcome.Refusal);
    }

    private async Task Verify()
    {
        _verifying = true;
        (_verdict, _verifyRefusal) = (null, null);
        StateHasChanged();
        var outcome = await Door.Run((VerifyLog u) => u.Handle(new(), default));
        (_verdict, _verifyRefusal) = (outcome.Done ? outcome.Value : null, outcome.Refusal);
        _verifying = false;
    }

    private void Open(LogLine line) => Navigation.NavigateTo(Here(line.Id));

    private void ByKey(KeyboardEventArgs key, LogLine line)
    {
        if (key.Key == "Enter") Open(line);
    }

    private void Close() => Navigation.NavigateTo(new AuditAddress(Q, Before).ToString());

    private string Here(EventId id) => new AuditAddress(Q, Before, id.ToString()).ToString();

    private string Day(int fromToday)
    {
        var (now, zone) = _page is null ? (TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc) : (_page.Now, _page.Zone);
        return TimeZoneInfo.ConvertTime(now, zone).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string About(LogLine line) =>
        string.Join(" · ", new[] { line.LoanNumber, line.DeviceLabel, line.CustomerName }.Where(part => part is not null));

    private static string Short(string head) => head.Length > 20 ? $"{head[..16]}…{head[^4..]}" : head;
}
