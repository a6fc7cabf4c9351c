using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Paylatch.Application.Audit;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// Writes the log as CSV (RFC 4180, UTC times). A cell that a spreadsheet would take for a formula is led by an
/// apostrophe: what a customer typed as a reason must not run on an auditor's desk.
/// </summary>
public sealed class LogCsv(TextWriter output) : IAsyncDisposable
{
    private const string Times = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    private static readonly string[] Header =
    [
        "position", "event", "type", "at", "recorded_at", "actor_role", "actor", "actor_name", "use_case", "correlation_id", "address",
        "loan", "loan_number", "device", "device_label", "customer", "reason", "refused", "data",
    ];

    private readonly CsvWriter _csv = new(output, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
    });

    /// <summary>Writes the names of the columns.</summary>
    public async Task Begin()
    {
        foreach (var name in Header) _csv.WriteField(name);
        await _csv.NextRecordAsync();
    }

    /// <summary>Writes lines and hands them on.</summary>
    public async Task Add(IEnumerable<LogLine> lines)
    {
        foreach (var line in lines)
        {
            foreach (var cell in Cells(line)) _csv.WriteField(cell);
            await _csv.NextRecordAsync();
        }

        await _csv.FlushAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private static IEnumerable<string?> Cells(LogLine line) =>
    [
        line.Place.Position.ToString(CultureInfo.InvariantCulture), line.Id.ToString(), line.Type, Time(line.At), Time(line.RecordedAt),
        line.ActorRole, line.ActorId, line.ActorName, line.UseCase, line.CorrelationId, line.Address, line.Loan?.ToString(), line.LoanNumber,
        line.Device?.ToString(), line.DeviceLabel, line.Customer?.ToString(), line.Reason, line.Refused ? "yes" : "no", line.Data,
    ];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString(Times, CultureInfo.InvariantCulture);
}
