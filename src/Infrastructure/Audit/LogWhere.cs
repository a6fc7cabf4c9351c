using Npgsql;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Audit;

/// <summary>Turns a filter into a condition on the log (<c>e</c>). Every value is a parameter.</summary>
internal sealed class LogWhere(NpgsqlParameterCollection parameters, bool platform)
{
    private static readonly HashSet<string> Roles = [.. Enum.GetValues<Role>().Select(Words.Of)];

    /// <summary>The condition.</summary>
    public string Of(LogFilter filter)
    {
        List<string> all = ["true"];
        if (filter.Type is { } type) all.Add($"lower(e.type) like {Starting(type)}");
        if (filter.UseCase is { } useCase) all.Add($"lower(e.use_case) like {Starting(useCase)}");
        if (filter.Actor is { } actor) all.Add(Actor(actor));
        if (filter.Loan is { } loan) all.Add(Thing("loan_id", loan, text => $"select id from loans where number = {text}"));
        if (filter.Device is { } device) all.Add(Thing("device_id", device, text => $"select id from devices where imei = {text} or serial = {text}"));
        if (filter.Customer is { } customer) all.Add(Customer(customer));
        if (filter.CorrelationId is { } request) all.Add($"e.correlation_id = {Add(request)}");
        if (filter.Address is { } address) all.Add($"lower(e.address) like {Starting(address)}");
        if (filter.Why is { } why) all.Add($"lower(e.reason) like {Containing(why)}");
        if (filter.Text is { } text) all.Add(Text(text));
        if (filter.Refused is { } refused) all.Add(refused ? "e.refused" : "not e.refused");
        if (filter.Since is { } since) all.Add($"e.at >= {Add(since.ToUniversalTime())}");
        if (filter.Until is { } until) all.Add($"e.at < {Add(until.ToUniversalTime())}");
        return string.Join(" and ", all);
    }

    private string Actor(string actor)
    {
        if (Guid.TryParse(actor, out var id)) return $"e.actor_id = {Add(id.ToString())}";
        var role = PlatformDb.SnakeCase(actor.Replace('-', '_'));
        if (Roles.Contains(role)) return $"e.actor_role = {Add(role)}";
        var part = Containing(actor);
        return $"(e.actor_id = {Add(actor)} or e.actor_id in (select id::text from users where lower(display_name) like {part} or lower(user_name) like {part}))";
    }

    private string Customer(string customer)
    {
        if (Guid.TryParse(customer, out _)) return Thing("customer_id", customer, _ => "");
        var part = Containing(customer);
        return Thing("customer_id", customer, text => $"select id from customers where phone = {text} or lower(name) like {part}");
    }

    // What has no id here cannot be in this log: the platform's schema has no such tables.
    private string Thing(string column, string value, Func<string, string> find)
    {
        if (Guid.TryParse(value, out var id)) return $"e.{column} = {Add(id)}";
        return platform ? "false" : $"e.{column} in ({find(Add(value))})";
    }

    private string Text(string text)
    {
        if (Guid.TryParse(text, out var id)) return $"(e.id = {Add(id)} or e.correlation_id = {Add(text)})";
        var part = Containing(text);
        return $"(lower(e.type) like {part} or lower(e.use_case) like {part} or lower(e.reason) like {part} or e.correlation_id = {Add(text)})";
    }

    private string Starting(string text) => Add(Literal(text) + "%");

    private string Containing(string text) => Add("%" + Literal(text) + "%");

    private static string Literal(string text) => text.ToLowerInvariant()
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private string Add(object value)
    {
        parameters.Add(new() { Value = value });
        return $"${parameters.Count}";
    }
}
