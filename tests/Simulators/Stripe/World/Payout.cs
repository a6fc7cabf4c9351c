using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>Money on its way from an account to the merchant's bank.</summary>
public sealed class Payout(long amount, string currency, long created, int days)
{
    private const long Day = 24 * 60 * 60;

    /// <summary>Its id, <c>po_…</c>.</summary>
    public string Id { get; } = Ids.New("po_1");

    private readonly string _balanceTransaction = Ids.New("txn_1");

    private readonly string _bank = Ids.New("ba_1");

    /// <summary>The object as the API shows it: it arrives at the beginning of a day.</summary>
    public JsonObject Render(string status) => new()
    {
        ["id"] = Id,
        ["object"] = "payout",
        ["amount"] = amount,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["arrival_date"] = ((created / Day) + days) * Day,
        ["automatic"] = true,
        ["balance_transaction"] = _balanceTransaction,
        ["created"] = created,
        ["currency"] = currency,
        ["description"] = "STRIPE PAYOUT",
        ["destination"] = _bank,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = null,
        ["failure_message"] = null,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["method"] = "standard",
        ["original_payout"] = null,
        ["reconciliation_status"] = "in_progress",
        ["reversed_by"] = null,
        ["source_type"] = "card",
        ["statement_descriptor"] = null,
        ["status"] = status,
        ["type"] = "bank_account",
    };
}
