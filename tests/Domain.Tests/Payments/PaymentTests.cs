using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Payments;

public sealed class PaymentTests
{
    private static readonly ProviderReference Stripe = new("stripe", "pi_1");

    [Fact]
    public void Cash_is_kept_with_what_it_went_to()
    {
        var loan = Some.Loan(Some.Terms(method: InterestMethod.Declining, rate: 12));
        var id = Some.Payment();
        var amount = Some.Kenyan(200);
        var payment = Payment.Cash(id, loan, amount, loan.ApplyPayment(id, amount, Some.Day), Some.Receipt() with { IdempotencyKey = "k" });
        Assert.Equal(
            (id, loan.Id, loan.CustomerId, PaymentMethod.Cash, 20_000L, 0L, "R-00001", "agent", "k", Some.Noon),
            (payment.Id, payment.LoanId, payment.CustomerId, payment.Method, payment.AmountMinor, payment.CreditedMinor, payment.ReceiptNumber, payment.RecordedBy, payment.IdempotencyKey, payment.ReceivedAt));
        Assert.Equal(
            [(1, 9_462L, 1_200L), (2, 8_233L, 1_105L)],
            payment.Allocations.Select(a => (a.InstallmentNumber, a.PrincipalMinor, a.InterestMinor)));
        Assert.All(payment.Allocations, a => Assert.Equal(id, a.PaymentId));
        Assert.Null(payment.Provider);
        Assert.Equal(
            [new PaymentReceived(id, loan.Id, loan.CustomerId, PaymentMethod.Cash, amount, Some.Kenyan(176.95m), Some.Kenyan(23.05m), Some.Kenyan(0), "R-00001")],
            payment.Events);
        Assert.Equal((loan.Id, loan.CustomerId), (payment.Events[0].AboutLoan, payment.Events[0].AboutCustomer));
    }

    [Fact]
    public void Card_money_beyond_what_is_owed_is_kept_as_credit()
    {
        var loan = Some.Loan();
        var id = Some.Payment();
        var amount = Some.Kenyan(1250);
        var payment = Payment.Card(id, loan, amount, loan.ApplyPayment(id, amount, Some.Day), Some.Receipt(), Stripe);
        Assert.Equal((PaymentMethod.Card, Some.Kenyan(1250), Some.Kenyan(50), "stripe", "pi_1"), (payment.Method, payment.Amount, payment.Credited, payment.Provider, payment.ProviderRef));
        Assert.Equal(120_000, payment.Allocations.Sum(a => a.PrincipalMinor + a.InterestMinor));
    }

    [Fact]
    public void Card_money_for_a_loan_paid_off_meanwhile_is_all_credit()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), Some.Day);
        var id = Some.Payment();
        var payment = Payment.Card(id, loan, Some.Kenyan(5), loan.ApplyPayment(id, Some.Kenyan(5), Some.Day), Some.Receipt(), Stripe);
        Assert.Equal(payment.Amount, payment.Credited);
        Assert.Empty(payment.Allocations);
    }

    [Fact]
    public void A_deposit_is_kept_without_touching_the_installments()
    {
        var loan = Some.Loan(Some.Terms(deposit: 300));
        var payment = Payment.Deposit(Some.Payment(), loan, Some.Receipt());
        Assert.Equal((PaymentMethod.Deposit, Some.Kenyan(300), 0L), (payment.Method, payment.Amount, loan.PaidMinor));
        Assert.Empty(payment.Allocations);
        Assert.Equal([new DepositReceived(payment.Id, loan.Id, loan.CustomerId, Some.Kenyan(300), "R-00001")], payment.Events);
    }

    [Fact]
    public void A_sale_without_deposit_has_none_to_record() =>
        Refused.With("payments.amount_not_positive", () => Payment.Deposit(Some.Payment(), Some.Loan(), Some.Receipt()));

    [Fact]
    public void Allocations_that_are_not_the_payment_are_a_bug()
    {
        var loan = Some.Loan();
        var applied = loan.ApplyPayment(Some.Payment(), Some.Kenyan(100), Some.Day);
        Assert.Throws<ArgumentException>(() => Payment.Cash(Some.Payment(), loan, Some.Kenyan(101), applied, Some.Receipt()));
    }

    [Fact]
    public void What_a_loan_cannot_take_is_refused_before_any_money_moves()
    {
        var loan = Some.Loan();
        Refused.At("payments.amount_not_positive", "amount", () => Payment.Check(loan, Some.Kenyan(0)));
        Refused.At("payments.amount_not_positive", "amount", () => Payment.Check(loan, Some.Kenyan(-100)));
        Refused.At("payments.exceeds_balance", "amount", () => Payment.Check(loan, Some.Kenyan(1200.01m)));
        Refused.At("payments.wrong_currency", "currency", () => Payment.Check(loan, new Money(1, Currency.Of("USD"))));
        Payment.Check(loan, Some.Kenyan(1200));
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), Some.Day);
        Refused.With("payments.loan_closed", () => Payment.Check(loan, Some.Kenyan(1)));
    }

    [Fact]
    public void An_idempotency_key_has_1_to_100_characters()
    {
        var loan = Some.Loan(Some.Terms(deposit: 300));
        foreach (var key in new[] { "", new string('k', 101) })
            Refused.At("payments.idempotency_key_invalid", "idempotencyKey", () =>
                Payment.Deposit(Some.Payment(), loan, Some.Receipt() with { IdempotencyKey = key }));
    }

    [Fact]
    public void Unmatched_money_waits_until_it_is_given_to_a_loan_once()
    {
        var unmatched = UnmatchedPayment.Keep(new(Some.Guid()), Stripe, Some.Kenyan(70), "No such intent", Some.Noon);
        Assert.Equal((Some.Kenyan(70), Stripe, "No such intent"), (unmatched.Amount, unmatched.Reference, unmatched.Why));
        Assert.Equal([new MoneyUnmatched(unmatched.Id, "stripe", Some.Kenyan(70), "No such intent")], unmatched.Events);
        unmatched.ClearEvents();
        var (payment, loan) = (Some.Payment(), new LoanId(Some.Guid()));
        unmatched.Settle(payment, loan, Some.Noon.AddDays(1));
        Assert.Equal((payment, Some.Noon.AddDays(1)), (unmatched.PaymentId, unmatched.SettledAt));
        Assert.Equal([new UnmatchedMoneySettled(unmatched.Id, payment, loan, Some.Kenyan(70))], unmatched.Events);
        Refused.With("payments.already_settled", () => unmatched.Settle(Some.Payment(), loan, Some.Noon));
        Assert.Equal(payment, unmatched.PaymentId);
    }

    [Fact]
    public void Unmatched_money_is_money() => Refused.With("payments.amount_not_positive", () =>
        UnmatchedPayment.Keep(new(Some.Guid()), Stripe, Some.Kenyan(0), "No such intent", Some.Noon));
}
