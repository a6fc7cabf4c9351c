using System.Globalization;
using Paylatch.Domain.Lending.Schedules;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>The annuity functions agree with what spreadsheets print.</summary>
public sealed class SpreadsheetTests
{
    private static readonly List<Published> All = PublicNumbers.Read<Published>("spreadsheet");

    public static TheoryData<string> Cases => [.. All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_printed_result_comes_out(string name)
    {
        var one = All.Single(one => one.Name == name);
        var a = (one.Arguments ?? []).Select(Value).ToArray();
        double At(int i) => i < a.Length ? a[i] : 0;
        var result = one.Function switch
        {
            "PMT" => Spreadsheet.Pmt(a[0], a[1], a[2], At(3), At(4) == 1),
            "IPMT" => Spreadsheet.Ipmt(a[0], (int)a[1], a[2], a[3], At(4), At(5) == 1),
            "PPMT" => Spreadsheet.Ppmt(a[0], (int)a[1], a[2], a[3], At(4), At(5) == 1),
            "NPER" => Spreadsheet.Nper(a[0], a[1], a[2], At(3), At(4) == 1),
            "RATE" => Spreadsheet.Rate(a[0], a[1], a[2], At(3), At(4) == 1),
            "RATE*12" => Spreadsheet.Rate(a[0], a[1], a[2], At(3), At(4) == 1) * 12,
            "XIRR" => Spreadsheet.Xirr([.. one.Flows!.Select(flow => new CashFlow(flow.Date, Value(flow.Amount)))]),
            _ => throw new ArgumentOutOfRangeException(nameof(name), one.Function, "Not in the file."),
        };

        var digits = one.Result.Length - one.Result.IndexOf('.', StringComparison.Ordinal) - 1;
        // XIRR is found by trying: spreadsheets stop within a hundred-millionth.
        if (one.Function == "XIRR") Assert.Equal(Value(one.Result), result, 1e-8);
        else Assert.Equal(one.Result, result.ToString("F" + digits, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.004)]
    [InlineData(-0.02)]
    [InlineData(0.3)]
    public void A_rate_is_found_again_from_its_payment_also_for_many_periods(double rate)
    {
        foreach (var periods in new[] { 1, 12, 360, 1_000 })
        {
            Assert.Equal(rate, Spreadsheet.Rate(periods, Spreadsheet.Pmt(rate, periods, 10_000), 10_000), 1e-9);
            Assert.Equal(rate, Spreadsheet.Rate(periods, Spreadsheet.Pmt(rate, periods, 10_000, -500, true), 10_000, -500, true), 1e-9);
        }
    }

    [Fact]
    public void Interest_and_principal_of_all_periods_come_to_all_payments()
    {
        foreach (var begin in new[] { false, true })
        {
            var principal = Enumerable.Range(1, 24).Sum(period => Spreadsheet.Ppmt(0.01, period, 24, 5_000, 0, begin));
            var interest = Enumerable.Range(1, 24).Sum(period => Spreadsheet.Ipmt(0.01, period, 24, 5_000, 0, begin));
            Assert.Equal(-5_000, principal, 1e-6);
            Assert.Equal(24 * Spreadsheet.Pmt(0.01, 24, 5_000, 0, begin), principal + interest, 1e-6);
        }
    }

    // 18*12 and 0.08/12, as arguments are printed.
    private static double Value(string text)
    {
        var at = text.IndexOfAny(['*', '/']);
        if (at < 0) return double.Parse(text, CultureInfo.InvariantCulture);
        var (left, right) = (Value(text[..at]), Value(text[(at + 1)..]));
        return text[at] == '*' ? left * right : left / right;
    }

    private sealed record Flow(DateOnly Date, string Amount);

    private sealed record Published(string Name, string Function, string Result, IReadOnlyList<string>? Arguments, IReadOnlyList<Flow>? Flows);
}
