using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;

namespace Paylatch.Application.Tests.Payments;

public sealed class OwnAccountTests
{
    [Fact]
    public async Task The_account_says_what_is_owed_by_when()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var me = await counter.CustomerOf(loan);

        var fresh = (await Run(counter, me, (MyAccount u) => u.Handle(default))).Value.Pressing!;
        Assert.Equal(("KES 0.00", "KES 1000.00", new DateOnly(2026, 4, 2)), (fresh.Choices.Due.ToString(), fresh.Choices.First.ToString(), fresh.Choices.FirstOn));
        counter.Shop.Days(61);
        var late = (await Run(counter, me, (MyAccount u) => u.Handle(default))).Value.Pressing!;
        Assert.Equal(("KES 2000.00", new DateOnly(2026, 4, 2), "KES 1000.00"), (late.Choices.First.ToString(), late.Choices.FirstOn, late.Choices.Next.ToString()));
        await counter.Cash(loan, "3000");
        var done = (await Run(counter, me, (MyAccount u) => u.Handle(default))).Value;
        Assert.Null(done.Pressing);
        Assert.Equal((1.0, 1), (done.Loans[0].Part, done.Payments.Count));
    }

    [Fact]
    public async Task Nobody_sees_or_pays_another_customers_things()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (mine, theirs) = (await counter.Shop.Sell(), await counter.Shop.Sell());
        var me = await counter.CustomerOf(mine);
        var payment = (await counter.Cash(theirs, "100")).Value.Payment;
        var wish = await counter.Wish(theirs, "100");

        Assert.Equal("lending.loan_not_found", (await Run(counter, me, (MyLoan u) => u.Handle(theirs, default))).Refusal?.Code);
        Assert.Equal("lending.loan_not_found", (await Run(counter, me, (StartCardPayment u) => u.Handle(new(theirs, "10", "stripe"), default))).Refusal?.Code);
        Assert.Equal("payments.not_found", (await Run(counter, me, (ShowOwnReceipt u) => u.Handle(payment, default))).Refusal?.Code);
        Assert.Equal("payments.intent_not_found", (await Run(counter, me, (MyCardPayment u) => u.Handle(wish, default))).Refusal?.Code);
        Assert.Equal("payments.idempotency_key_reused", (await Run(counter, me, (StartCardPayment u) => u.Handle(new(mine, "100", "stripe", wish.Value), default))).Refusal?.Code);
        Assert.Empty((await Run(counter, me, (MyPayments u) => u.Handle(null, default))).Value.Rows);
        Assert.Equal(RefusalKind.Forbidden, (await Run(counter, me, (ShowReceipt u) => u.Handle(payment, default))).Refusal?.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Run(counter, me, (ListPayments u) => u.Handle(new(), default))).Refusal?.Kind);
        Assert.True((await Run(counter, await counter.CustomerOf(theirs), (ShowOwnReceipt u) => u.Handle(payment, default))).Done);
    }

    [Theory]
    [InlineData("0", "payments.amount_not_positive")]
    [InlineData("-1", "payments.amount_not_positive")]
    [InlineData("0.001", "money.amount_invalid")]
    [InlineData("3000.01", "payments.exceeds_balance")]
    public async Task A_wrong_amount_is_refused_before_the_provider_is_asked(string amount, string code)
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();

        Assert.Equal(code, (await Run(counter, await counter.CustomerOf(loan), (StartCardPayment u) => u.Handle(new(loan, amount, "stripe"), default))).Refusal?.Code);
        Assert.Equal(0L, await counter.Count("payment_intents"));
    }

    [Fact]
    public async Task Pressing_pay_twice_is_one_wish_and_without_a_provider_there_is_none()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var me = await counter.CustomerOf(loan);
        var key = Guid.CreateVersion7();
        Assert.Equal("payments.provider_unknown", (await Run(counter, me, (StartCardPayment u) => u.Handle(new(loan, "10", "stripe", key), default))).Refusal?.Code);
        await counter.Connect();

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Run(counter, me, (StartCardPayment u) => u.Handle(new(loan, "10", "stripe", key), default))));

        Assert.All(all, o => Assert.Equal(key, o.Value.Intent.Value));
        Assert.Equal(1L, await counter.Count("payment_intents"));
    }

    [Fact]
    public async Task A_receipt_shows_what_the_money_went_to_and_what_was_owed_right_after_it()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var first = (await counter.Cash(loan, "1200")).Value.Payment;
        await counter.Cash(loan, "800");

        var receipt = (await counter.Shop.Run(Role.Agent, (ShowReceipt u) => u.Handle(first, default))).Value;

        Assert.Equal(("R-000001", "KES 1200.00", "KES 1800.00", "PL-000001", "Amina Wanjiru", "Nokia C32"), (
            receipt.Number, receipt.Amount.ToString(), receipt.BalanceAfter.ToString(), receipt.LoanNumber, receipt.Customer, receipt.Device));
        Assert.Equal([(1, "KES 1000.00"), (2, "KES 200.00")], receipt.Lines.Select(l => (l.Installment, l.Total.ToString())));
    }

    [Fact]
    public async Task Payments_are_listed_newest_first_by_pages_found_and_summed()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var shop = counter.Shop;
        var (loan, other) = (await shop.Sell(), await shop.Sell());
        for (var i = 1; i <= 7; i++)
        {
            if (i % 3 == 0) shop.Days(1);
            await counter.Cash(loan, $"{i}");
        }

        await counter.Receive(counter.Paid(await counter.Wish(other, "50"), 50, "pi_find_me"));

        var numbers = new List<string>();
        ListPayments.Cursor? after = null;
        do
        {
            var page = (await List(shop, new(After: after, Limit: 3))).Value;
            Assert.Equal((8, "KES 78.00"), (page.Count, page.Sum.ToString()));
            numbers.AddRange(page.Rows.Select(r => r.Receipt));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(Enumerable.Range(1, 8).Reverse().Select(i => $"R-{i:D6}"), numbers);
        Assert.Equal(["R-000008"], await Found(shop, new(Text: "pi_find_me")));
        Assert.Equal(["R-000008"], await Found(shop, new(Method: PaymentMethod.Card)));
        Assert.Equal(["R-000008"], await Found(shop, new(Text: "pl-000002")));
        Assert.Equal(["R-000003"], await Found(shop, new(Text: "r-000003")));
        Assert.Equal(["R-000005", "R-000004", "R-000003"], await Found(shop, new(From: new(2026, 3, 3), To: new(2026, 3, 3))));
        Assert.Equal(8, (await Found(shop, new(Text: "wanjiru"))).Count);
        Assert.Empty(await Found(shop, new(Text: "nobody at all")));
    }

    [Fact]
    public async Task Provider_secrets_are_sealed_for_their_tenant_and_shown_to_nobody()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        async Task<string?> Connect(string key, string secret) =>
            (await shop.Run(Role.MerchantAdmin, (ConnectProvider u) => u.Handle(new("stripe", key, secret), default))).Refusal?.Code;

        Assert.Equal("payments.provider_key_invalid", await Connect("pk_test_1", "whsec_1"));
        Assert.Equal("payments.webhook_secret_invalid", await Connect("sk_test_1", "secret"));
        Assert.Null(await Connect("sk_test_abcd1234", "whsec_first"));
        Assert.Null(await Connect("sk_live_abcd5678", "whsec_second"));

        var account = (await shop.Run(Role.System, (ReadProviderAccount u) => u.Handle("stripe", default))).Value;
        Assert.Equal(("sk_live_abcd5678", "whsec_second"), (account!.SecretKey, account.WebhookSecret));
        var shown = (await shop.Run(Role.MerchantAdmin, (ShowProvider u) => u.Handle("stripe", default))).Value;
        Assert.Equal((true, "sk_live_…5678"), (shown.Live, shown.KeyHint));
        Assert.Equal(RefusalKind.Forbidden, (await shop.Run(Role.Agent, (ShowProvider u) => u.Handle("stripe", default))).Refusal?.Kind);
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.payment_providers where position('abcd'::bytea in sealed_secret_key) > 0"));
        // Copied into another tenant, the seal does not open.
        var soko = await shop.Beside("soko");
        var box = await shop.Read<byte[]>("select sealed_secret_key from {s}.payment_providers");
        await soko.Owner("insert into {s}.payment_providers values ('stripe', $1, $2, $2)", soko.Tenant.Id.Value, box);
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
            () => soko.Run(Role.System, (ReadProviderAccount u) => u.Handle("stripe", default)));
    }

    [Fact]
    public async Task A_sandbox_takes_no_live_key()
    {
        var shop = await Shop.Open(sandbox: true);
        await using var portal = shop.Portal;
        Assert.Equal("payments.live_key_in_sandbox", (await shop.Run(
            Role.MerchantAdmin, (ConnectProvider u) => u.Handle(new("stripe", "sk_live_1", "whsec_1"), default))).Refusal?.Code);
    }

    [Fact]
    public async Task A_shop_with_real_customers_takes_no_test_key_of_the_real_provider()
    {
        // The simulator on this machine is the exception, for demos; here the provider is the real one.
        var shop = await Shop.Open(also: services => services.AddSingleton(new StripeOptions()));
        await using var portal = shop.Portal;
        async Task<string?> Connect(string key) =>
            (await shop.Run(Role.MerchantAdmin, (ConnectProvider u) => u.Handle(new("stripe", key, "whsec_1"), default))).Refusal?.Code;

        Assert.Equal("payments.test_key", await Connect("sk_test_1"));
        Assert.Equal("payments.test_key", await Connect("rk_test_1"));
        Assert.Null(await Connect("sk_live_1"));
    }

    private static Task<Outcome<T>> Run<TUse, T>(Counter counter, Caller caller, Func<TUse, Task<T>> use)
        where TUse : notnull => counter.Shop.Portal.Operations.Run(caller, use, default);

    private static Task<Outcome<ListPayments.Page>> List(Shop shop, ListPayments.Query query) =>
        shop.Run(Role.Agent, (ListPayments u) => u.Handle(query, default));

    private static async Task<List<string>> Found(Shop shop, ListPayments.Query query) => [.. (await List(shop, query)).Value.Rows.Select(r => r.Receipt)];
}
