using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Notifications;

/// <summary>What a customer hears when a payment no longer counts.</summary>
public sealed class TellReversalTests
{
    [Theory]
    [InlineData("en", 0, "duka: your payment of KES 1,400 for PL-000001 was taken back and no longer counts. Still owed: KES 3,000. Next: KES 1,000 on 2 April 2026. Ask us if this surprises you.")]
    [InlineData("en", 40, "duka: your payment of KES 1,400 for PL-000001 was taken back and no longer counts. Still owed: KES 3,000, of which KES 1,000 was due on 2 April 2026. Ask us if this surprises you.")]
    [InlineData("sw", 0, "duka: malipo yako ya KES 1,400 ya mkataba PL-000001 yamebatilishwa na hayahesabiwi tena. Salio la deni: KES 3,000. Malipo yajayo: KES 1,000 tarehe 2 Aprili 2026. Tuulize ikiwa hukutarajia hili.")]
    [InlineData("ar", 0, "duka: أُلغيت دفعتكم KES 1,400 للعقد PL-000001 ولم تعد محتسبة. المتبقي: KES 3,000. الدفعة القادمة: KES 1,000 في 2 أبريل 2026. اسألونا إن لم تتوقعوا ذلك.")]
    public async Task A_customer_is_told_once_in_their_language_what_is_owed_without_the_payment(string culture, int days, string text)
    {
        var shop = await Shop.Open(workers: true);
        await using var portal = shop.Portal;
        var customer = (await shop.Run(Role.Agent, (RegisterCustomer u) => u.Handle(new("Amina", "+254712345678", "34567890", culture), default))).Value;
        var loan = (await shop.Book(customer.Id, await shop.NewDevice(), Shop.Plan())).Value.Loan;
        shop.Days(days);
        var paid = (await shop.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "1400"), default))).Value.Payment;

        Assert.Null((await shop.Run(Role.MerchantAdmin, (ReversePayment u) => u.Handle(new(paid, ReversalCause.Bounced, "The notes were false"), default))).Refusal);

        await Eventually.True(async () => await shop.Read<long>("select count(*) from {s}.messages where kind like 'payment_reversed%'") > 0, "the customer to be told");
        await Eventually.True(async () => await shop.Read<long>("select count(*) from {s}.deliveries where reaction = 'TellReversal'") == 0, "the reaction to be drawn");
        Assert.Equal(text, await shop.Read<string>("select string_agg(body, '|') from {s}.messages where kind like 'payment_reversed%'"));
    }
}
