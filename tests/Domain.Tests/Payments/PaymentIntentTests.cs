using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Tests.Shared;
using static Paylatch.Domain.Payments.PaymentIntentState;

namespace Paylatch.Domain.Tests.Payments;

public sealed class PaymentIntentTests
{
    [Fact]
    public void A_wish_to_pay_is_kept_before_the_provider_is_asked()
    {
        var loan = Some.Loan();
        var intent = PaymentIntent.Create(new(Some.Guid()), loan, "stripe", Some.Kenyan(100), Some.Noon);
        Assert.Equal((Created, Some.Kenyan(100), "stripe", null), (intent.State, intent.Amount, intent.Provider, intent.ProviderRef));
        Assert.Equal([new CardPaymentStarted(intent.Id, loan.Id, loan.CustomerId, Some.Kenyan(100), "stripe")], intent.Events);
    }

    [Fact]
    public void A_wish_to_pay_more_than_is_owed_is_refused() => Refused.With("payments.exceeds_balance", () =>
        PaymentIntent.Create(new(Some.Guid()), Some.Loan(), "stripe", Some.Kenyan(1201), Some.Noon));

    public static TheoryData<PaymentIntentState, string, PaymentIntentState, bool> Steps => new()
    {
        { Created, "wait", Waiting, true },
        { Created, "succeed", Succeeded, true },
        { Created, "fail", Failed, true },
        { Waiting, "wait", Waiting, true },
        { Waiting, "succeed", Succeeded, true },
        { Waiting, "fail", Failed, true },
        { Failed, "wait", Failed, true },
        { Failed, "succeed", Succeeded, true },
        { Failed, "fail", Failed, false },
        { Succeeded, "wait", Succeeded, true },
        { Succeeded, "succeed", Succeeded, false },
        { Succeeded, "fail", Succeeded, false },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_step_from_every_state_is_as_published(PaymentIntentState from, string step, PaymentIntentState to, bool counts)
    {
        var intent = In(from);
        intent.ClearEvents();
        Assert.Equal(counts, Take(intent, step));
        Assert.Equal(to, intent.State);
        if (!counts) Assert.Empty(intent.Events);
    }

    [Fact]
    public void A_failure_keeps_its_code_until_a_success()
    {
        var intent = In(Failed);
        Assert.Equal("card_declined", intent.Failure);
        intent.Succeed();
        Assert.Null(intent.Failure);
    }

    [Fact]
    public void What_the_provider_says_is_said_in_the_log()
    {
        var intent = In(Waiting);
        intent.ClearEvents();
        intent.Fail("card_declined");
        intent.Succeed();
        Assert.Equal(
            [
                new CardPaymentFailed(intent.Id, intent.LoanId, intent.CustomerId, "card_declined"),
                new CardPaymentSucceeded(intent.Id, intent.LoanId, intent.CustomerId),
            ],
            intent.Events);
    }

    [Fact]
    public void The_provider_s_reference_is_kept_and_never_another()
    {
        var intent = In(Waiting);
        Assert.Equal("pi_1", intent.ProviderRef);
        Refused.With("payments.intent_step_not_allowed", () => intent.Wait("pi_2"));
        Assert.Equal("pi_1", intent.ProviderRef);
    }

    [Fact]
    public void A_success_before_the_provider_s_answer_keeps_the_reference_too()
    {
        var intent = In(Created);
        intent.Succeed();
        intent.Wait("pi_1");
        Assert.Equal((Succeeded, "pi_1"), (intent.State, intent.ProviderRef));
    }

    // Webhooks come in any order and more than once: if a success is among them it counts, once.
    [Fact]
    public void In_whatever_order_messages_come_a_success_counts_once_and_stays() => Holds.For(
        Gen.Elements("wait", "succeed", "fail").ListOf(),
        steps =>
        {
            var intent = In(Created);
            foreach (var step in steps) Take(intent, step);
            Assert.Equal(steps.Contains("succeed"), intent.State == Succeeded);
            Assert.Equal(steps.Contains("succeed") ? 1 : 0, intent.Events.Count(e => e is CardPaymentSucceeded));
        });

    private static PaymentIntent In(PaymentIntentState state)
    {
        var intent = PaymentIntent.Create(new(Some.Guid()), Some.Loan(), "stripe", Some.Kenyan(100), Some.Noon);
        if (state == Waiting) intent.Wait("pi_1");
        if (state == Succeeded) intent.Succeed();
        if (state == Failed) intent.Fail("card_declined");
        return intent;
    }

    private static bool Take(PaymentIntent intent, string step)
    {
        if (step == "succeed") return intent.Succeed();
        if (step == "fail") return intent.Fail("card_declined");
        intent.Wait("pi_1");
        return true;
    }
}
