using System.Globalization;
using CsvHelper;
using Paylatch.Application.Audit;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// Writes the log as CSV (RFC 4180, UTC times). A cell that a spreadsheet would take for a formula is led by an
/// apostrophe: what a customer typed as a reason must not run on an auditor's desk.
/// </summary>
public sealed class LogCsv(Stream output) : IAsyncDisposable
{
    private const string Times = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    private static readonly string[] Header =
    [
        "position", "event", "type", "at", "recorded_at", "actor_role", "actor", "actor_name", "use_case", "correlation_id", "address",
        "loan", "loan_number", "device", "device_label", "customer", "reason", "refused", "data",
    ];

    // With the byte order mark, without which spreadsheets misread names.
    private readonly CsvWriter _csv = CsvWriter.Create(
        output, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);

    /// <summary>Writes the names of the columns.</summary>
    public Task Begin(CancellationToken ct) => _csv.WriteRecordAsync(Header, ct).AsTask();

    /// <summary>Writes lines and hands them on.</summary>
    public async Task Add(IEnumerable<LogLine> lines, CancellationToken ct)
    {
        foreach (var line in lines) await _csv.WriteRecordAsync(Cells(line), ct);
        await _csv.FlushAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private static string?[] Cells(LogLine line) =>
    [
        line.Place.Position.ToString(CultureInfo.InvariantCulture), line.Id.ToString(), line.Type, Time(line.At), Time(line.RecordedAt),
        line.ActorRole, line.ActorId, line.ActorName, line.UseCase, line.CorrelationId, line.Address, line.Loan?.ToString(), line.LoanNumber,
        line.Device?.ToString(), line.DeviceLabel, line.Customer?.ToString(), line.Reason, line.Refused ? "yes" : "no", line.Data,
    ];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString(Times, CultureInfo.InvariantCulture);
}
