using System.Globalization;
using System.Reflection;
using System.Resources;
using Paylatch.Application.Identity;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Audit;
using Paylatch.Web.Devices;
using Paylatch.Web.Identity;
using Paylatch.Web.Ledger;
using Paylatch.Web.Lending;
using Paylatch.Web.Notifications;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;
using Paylatch.Web.Tenancy;

namespace Paylatch.Web.Tests.Shell;

/// <summary>Every "no" has words in every language, in the texts of the pages that meet it.</summary>
public sealed class RefusalTextsTests
{
    private static readonly Dictionary<string, (Type Texts, string Before)> Places = new()
    {
        ["identity"] = (typeof(IdentityTexts), ""),
        ["tenancy"] = (typeof(TenancyTexts), ""),
        ["lending"] = (typeof(LendingTexts), ""),
        ["devices"] = (typeof(DevicesTexts), ""),
        ["payments"] = (typeof(PaymentsTexts), "Refused_"),
        ["ledger"] = (typeof(LedgerTexts), ""),
        ["audit"] = (typeof(AuditTexts), "Trouble_"),
    };

    // Any use case may answer these, so every page's texts have them.
    private static readonly string[] Everywhere = ["identity.not_allowed", "identity.sign_in_required", "platform.unavailable", "platform.outcome_unknown"];

    // Said in the words of another capability's pages, where they are met: selling registers a device, a tenant has a currency.
    private static readonly Dictionary<string, Type> Elsewhere = new string[]
        {
            "devices.imei_invalid", "devices.imei_is_imeisv", "devices.imei_required", "devices.imei_taken", "devices.serial_invalid", "devices.serial_taken",
            "devices.identity_missing", "devices.model_invalid", "devices.kind_unknown", "devices.already_pledged", "money.amount_invalid",
        }
        .ToDictionary(code => code, _ => typeof(LendingTexts)).Append(new("money.currency_unknown", typeof(TenancyTexts))).ToDictionary();

    // No page meets these, whatever a person does.
    private static readonly Dictionary<string, string[]> WithoutWords = new()
    {
        ["device agents act on the code"] =
        [
            "devices.code_expired", "devices.code_malformed", "devices.code_unknown", "devices.code_used", "devices.wrong_device", "devices.order_not_found",
        ],
        ["Stripe reads the answer"] =
        [
            "payments.signature_invalid", "payments.signature_stale", "payments.webhook_malformed", "payments.webhook_mode",
            "payments.webhook_signature", "payments.webhook_stale", "payments.webhook_unreadable",
        ],
        ["the platform's own reactions run into it, and their dead letters show it as it is"] =
        [
            "devices.message_invalid", "devices.order_step_not_allowed", "money.currency_mismatch", "payments.intent_step_not_allowed",
            "notifications.body_invalid", "notifications.not_found", "notifications.recipient_invalid",
        ],
        ["only the verify command and programs give an anchor"] = ["audit.anchor_invalid"],
    };

    [Theory]
    [InlineData("en")]
    [InlineData("sw")]
    [InlineData("ar")]
    public void Every_refusal_is_said_where_pages_look_for_it(string culture)
    {
        var missing = Codes().Where(code => !code.StartsWith("agent.", StringComparison.Ordinal)).Except(WithoutWords.Values.SelectMany(codes => codes)).Select(code => (Code: code, Place: PlaceOf(code)))
            .Where(said => !Has(said.Place.Texts, said.Place.Before + said.Code, culture)).Select(said => $"{said.Place.Texts.Name}: {said.Place.Before}{said.Code}");

        Assert.True(!missing.Any(), string.Join(Environment.NewLine, missing));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("sw")]
    [InlineData("ar")]
    public void What_any_use_case_may_answer_is_said_on_every_page(string culture)
    {
        var missing = Places.Values.Append((typeof(NotificationsTexts), "")).Append((typeof(SharedTexts), "")).Distinct()
            .SelectMany(place => Everywhere.Where(code => !Has(place.Item1, place.Item2 + code, culture)).Select(code => $"{place.Item1.Name}: {code}"));

        Assert.True(!missing.Any(), string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void What_needs_no_words_is_a_refusal_still() => Assert.Empty(WithoutWords.Values.SelectMany(codes => codes).Concat(Elsewhere.Keys).Except(Codes()));

    [Fact]
    public void Refusals_are_found_and_a_missing_text_would_be()
    {
        Assert.True(Codes().Count > 80);
        Assert.False(Has(typeof(IdentityTexts), "identity.no_such_code", "en"));
    }

    private static (Type Texts, string Before) PlaceOf(string code) =>
        Elsewhere.TryGetValue(code, out var texts) ? (texts, "") : Places.TryGetValue(code.Split('.')[0], out var place) ? place : (typeof(SharedTexts), "");

    private static bool Has(Type texts, string name, string culture) =>
        new ResourceManager(texts).GetResourceSet(new CultureInfo(culture), true, tryParents: culture == "en")?.GetString(name) is { Length: > 0 };

    private static SortedSet<string> Codes()
    {
        Assembly[] assemblies = [typeof(Refusal).Assembly, typeof(TenantInfo).Assembly, typeof(Operations).Assembly, typeof(Problems).Assembly];
        var codes = assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("Refusals", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.ReturnType == typeof(Refusal))
            .Select(method => ((Refusal)method.Invoke(null, [.. method.GetParameters().Select(Something)])!).Code);
        return new(codes.Append(IdentityRefusals.MayNot("x", Role.Visitor).Code), StringComparer.Ordinal);
    }

    private static object? Something(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "x",
        var type when type == typeof(Role) => Role.Agent,
        var type when type == typeof(Currency) => Currency.Of("KES"),
        var type when type == typeof(Money) => Money.Zero(Currency.Of("KES")),
        { IsValueType: true } type when Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
        _ => null,
    };
}
