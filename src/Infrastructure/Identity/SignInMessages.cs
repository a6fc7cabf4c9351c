using System.Globalization;
using System.Resources;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Identity;

/// <summary>Puts sign-in codes into the tenant's outbox of messages, in the customer's language.</summary>
internal sealed class SignInMessages(Operation operation) : ISignInMessages
{
    /// <summary>The kind of such a message; its text is a secret and not for the staff's eyes.</summary>
    public const string Kind = "sign_in_code";

    private static readonly ResourceManager Texts = new("Paylatch.Infrastructure.Identity.SignInMessages", typeof(SignInMessages).Assembly);

    public async Task Queue(CustomerId customer, string phone, string code, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(
            "insert into messages (id, customer_id, channel, recipient, kind, body, created_at) values ($1, $2, 'sms', $3, $4, $5, $6)",
            operation.Connection)
        {
            Parameters =
            {
                new() { Value = operation.Clock.NewId() },
                new() { Value = customer.Value },
                new() { Value = phone },
                new() { Value = Kind },
                new() { Value = Body(code, await CultureOf(customer, ct)) },
                new() { Value = operation.Clock.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        await insert.ExecuteNonQueryAsync(ct);
    }

    private string Body(string code, CultureInfo culture) =>
        string.Format(culture, Texts.GetString("Code", culture)!, code, operation.Tenant.Name);

    private async Task<CultureInfo> CultureOf(CustomerId customer, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select culture from customers where id = $1", operation.Connection) { Parameters = { new() { Value = customer.Value } } };
        return CultureInfo.GetCultureInfo(await command.ExecuteScalarAsync(ct) as string ?? operation.Tenant.Culture);
    }
}
