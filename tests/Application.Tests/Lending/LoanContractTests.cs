using System.Text.Json;
using Paylatch.Domain.Lending;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Application.Tests.Lending;

public sealed class LoanContractTests
{
    [Fact]
    public void A_contract_is_kept_plainly_and_read_as_it_was_agreed()
    {
        var agreed = new LoanContract(3, new LoanPolicy(
            new AllocationOrder([.. Enum.GetValues<PaymentBucket>().Reverse()], AllocationDirection.Vertical), AdvanceHandling.Reamortize,
            new PenaltyPolicy(PenaltyKind.PercentPerDay, PenaltyScope.PerLoan, PenaltyBase.Principal, percent: 0.05m, graceDays: 7, maxCount: 30, legalMaxPercentOfPrincipal: 20),
            PayoffInterest.Full));

        var text = JsonSerializer.Serialize(agreed, Json.Stored);
        var read = JsonSerializer.Deserialize<LoanContract>(text, Json.Stored)!;

        Assert.Equal((3, agreed.Policy!.Penalty, AdvanceHandling.Reamortize, PayoffInterest.Full), (read.EngineVersion, read.Policy!.Penalty, read.Policy.InAdvance, read.Policy.PayoffInterest));
        Assert.Equal(AllocationDirection.Vertical, read.Policy.Allocation.Direction);
        Assert.Equal(agreed.Policy.Allocation.Buckets, read.Policy.Allocation.Buckets);
        Assert.Contains("\"inAdvance\":\"reamortize\",\"penalty\":{\"kind\":\"percent_per_day\",\"scope\":\"per_loan\",\"of\":\"principal\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("isPerDay", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_older_than_policies_has_none() =>
        Assert.Equal(new LoanContract(), JsonSerializer.Deserialize<LoanContract>("{}", Json.Stored));
}
