namespace Paylatch.Web.Lending;

/// <summary>An example, as JSON, for each field of proposed terms.</summary>
internal static class PreviewExamples
{
    /// <summary>By field.</summary>
    public static IReadOnlyDictionary<string, string> Of { get; } = new Dictionary<string, string>
    {
        ["principal"] = "\"1200.00\"",
        ["currency"] = "\"KES\"",
        ["annualRatePercent"] = "24.5",
        ["interestMethod"] = "\"declining\"",
        ["amortization"] = "\"equalInstallments\"",
        ["interestCalculation"] = "\"daily\"",
        ["partialPeriodInterest"] = "true",
        ["daysInYear"] = "\"365\"",
        ["daysInMonth"] = "\"actual\"",
        ["disbursements"] = """[{"date":"2026-01-31","amount":"800.00"},{"date":"2026-03-15","amount":"400.00"}]""",
        ["disbursementDate"] = "\"2026-01-31\"",
        ["repayEvery"] = "1",
        ["repayUnit"] = "\"months\"",
        ["installments"] = "12",
        ["firstDueDate"] = "\"2026-02-28\"",
        ["graceOnPrincipal"] = "2",
        ["graceOnInterestPayment"] = "1",
        ["interestFreePeriods"] = "1",
        ["downPaymentPercent"] = "25",
        ["installmentMultipleOf"] = "\"10.00\"",
        ["rounding"] = "\"halfEven\"",
        ["monthEnd"] = "\"roll\"",
        ["interestPauses"] = """[{"from":"2026-04-01","to":"2026-04-10"}]""",
        ["balloonAmount"] = "\"300.00\"",
        ["installmentAmount"] = "\"110.00\"",
        ["dayPrice"] = "\"5.00\"",
        ["feePerInstallment"] = "\"2.00\"",
        ["taxOnFeesPercent"] = "16",
        ["taxOnInterestPercent"] = "0",
        ["nonWorkingDays"] = "\"next\"",
        ["weekend"] = """["saturday","sunday"]""",
        ["holidays"] = """["2026-05-01"]""",
        ["seasonMonths"] = "[3,4,5,9,10,11]",
    };

    /// <summary>A whole request.</summary>
    public const string Whole =
        """{"principal":"1200.00","currency":"KES","annualRatePercent":24,"interestMethod":"declining","disbursementDate":"2026-01-31","repayUnit":"months","installments":12}""";
}
