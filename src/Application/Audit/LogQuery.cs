using System.Globalization;
using System.Text;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Audit;

/// <summary>One part of a search line: a qualifier with its value, or plain words with an empty qualifier.</summary>
/// <param name="Qualifier">One of <see cref="LogQuery.Qualifiers"/>, or empty.</param>
/// <param name="Value">What was asked for.</param>
public sealed record LogTerm(string Qualifier, string Value)
{
    /// <summary>As it is written in a search line.</summary>
    public override string ToString()
    {
        var value = Value.Any(char.IsWhiteSpace) || (Qualifier == "" && Value.Contains(':', StringComparison.Ordinal)) ? $"\"{Value}\"" : Value;
        return Qualifier == "" ? value : $"{Qualifier}:{value}";
    }
}

/// <summary>What a search asks for; null asks for anything.</summary>
public sealed record LogFilter
{
    /// <summary>The event's type, whole or its beginning.</summary>
    public string? Type { get; init; }

    /// <summary>A user's id, a role's word, or part of a name.</summary>
    public string? Actor { get; init; }

    /// <summary>The use case's name, whole or its beginning.</summary>
    public string? UseCase { get; init; }

    /// <summary>A loan's id or contract number.</summary>
    public string? Loan { get; init; }

    /// <summary>A device's id, IMEI or serial number.</summary>
    public string? Device { get; init; }

    /// <summary>A customer's id, phone or part of the name.</summary>
    public string? Customer { get; init; }

    /// <summary>Everything one request caused.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The remote address, whole or its beginning.</summary>
    public string? Address { get; init; }

    /// <summary>Part of the reason.</summary>
    public string? Why { get; init; }

    /// <summary>Words found in type, use case or reason; or an event's id.</summary>
    public string? Text { get; init; }

    /// <summary>Only refused attempts, or only what was done.</summary>
    public bool? Refused { get; init; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>
/// The search line of the log: <c>actor:amina type:PaymentReceived refused:yes since:2026-03-01 why:"grace ended"</c>.
/// Days are days of the tenant's time zone; <c>until</c> includes its day. Words without a qualifier search the text.
/// </summary>
public sealed record LogQuery(IReadOnlyList<LogTerm> Terms, LogFilter Filter)
{
    /// <summary>The qualifiers there are.</summary>
    public static readonly IReadOnlyList<string> Qualifiers =
        ["actor", "type", "use", "device", "loan", "customer", "request", "from", "refused", "since", "until", "why"];

    private const int Longest = 500;

    /// <summary>Reads a search line.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>audit.unknown_qualifier</c>, <c>audit.qualifier_twice</c>, <c>audit.bad_value</c>, <c>audit.query_too_long</c></exception>
    public static LogQuery Parse(string? line, TenantClock clock)
    {
        if (line?.Length > Longest) throw AuditRefusals.QueryTooLong();
        var terms = new List<LogTerm>();
        foreach (var term in Split(line ?? "").Select(Read))
        {
            if (term.Qualifier != "" && terms.Exists(t => t.Qualifier == term.Qualifier)) throw AuditRefusals.QualifierTwice(term.Qualifier);
            terms.Add(term);
        }

        var words = terms.Where(t => t.Qualifier == "").Select(t => t.Value).ToList();
        var filter = terms.Aggregate(new LogFilter { Text = words.Count == 0 ? null : string.Join(' ', words) }, (f, t) => With(f, t, clock));
        return new LogQuery(terms, filter);
    }

    /// <summary>The line without one of its terms.</summary>
    public string Without(LogTerm term) => string.Join(' ', Terms.Where(t => t != term));

    private static LogTerm Read(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (token[0] == '"' || colon <= 0 || !IsWord(token.AsSpan(0, colon))) return new LogTerm("", Unquoted(token));
        var qualifier = token[..colon].ToLowerInvariant();
        if (!Qualifiers.Contains(qualifier)) throw AuditRefusals.UnknownQualifier(qualifier, Nearest(qualifier));
        var value = Unquoted(token[(colon + 1)..]);
        return value == "" ? throw AuditRefusals.BadValue(qualifier, "a value, as in “actor:amina”") : new LogTerm(qualifier, value);
    }

    private static LogFilter With(LogFilter filter, LogTerm term, TenantClock clock) => term.Qualifier switch
    {
        "actor" => filter with { Actor = term.Value },
        "type" => filter with { Type = term.Value },
        "use" => filter with { UseCase = term.Value },
        "device" => filter with { Device = term.Value },
        "loan" => filter with { Loan = term.Value },
        "customer" => filter with { Customer = term.Value },
        "request" => filter with { CorrelationId = term.Value },
        "from" => filter with { Address = term.Value },
        "why" => filter with { Why = term.Value },
        "refused" => filter with { Refused = YesOrNo(term.Value) },
        "since" => filter with { Since = Instant(term, clock, endOfDay: false) },
        "until" => filter with { Until = Instant(term, clock, endOfDay: true) },
        _ => filter,
    };

    private static string Unquoted(string text) => text.Replace("\"", "", StringComparison.Ordinal).Trim();

    private static bool YesOrNo(string value) => value.ToLowerInvariant() switch
    {
        "yes" => true,
        "no" => false,
        _ => throw AuditRefusals.BadValue("refused", "yes or no"),
    };

    private static DateTimeOffset Instant(LogTerm term, TenantClock clock, bool endOfDay)
    {
        if (DateOnly.TryParseExact(term.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day.Year is < 2000 or > 2200) throw AuditRefusals.BadValue(term.Qualifier, "a year between 2000 and 2200");
            return clock.StartOf(endOfDay ? day.AddDays(1) : day);
        }

        string[] forms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK"];
        var style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(term.Value, forms, CultureInfo.InvariantCulture, style, out var instant)
            ? instant
            : throw AuditRefusals.BadValue(term.Qualifier, "a day such as 2026-03-01, or a time in UTC such as 2026-03-01T09:30Z");
    }

    // Splits at white space outside quotation marks; a mark left open reaches to the end.
    private static List<string> Split(string line)
    {
        var (tokens, token, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in line.Replace('“', '"').Replace('”', '"'))
        {
            if (c == '"') quoted = !quoted;
            if (quoted || !char.IsWhiteSpace(c))
            {
                token.Append(char.IsControl(c) ? ' ' : c);
                continue;
            }

            Take();
        }

        Take();
        return tokens;

        void Take()
        {
            if (Unquoted(token.ToString()) != "") tokens.Add(token.ToString());
            token.Clear();
        }
    }

    private static string? Nearest(string word) => Qualifiers
        .Select(q => (Name: q, Distance: Distance(word, q)))
        .Where(q => q.Distance <= 2 || (word.Length >= 3 && (q.Name.StartsWith(word, StringComparison.Ordinal) || word.StartsWith(q.Name, StringComparison.Ordinal))))
        .OrderBy(q => q.Distance).Select(q => q.Name).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetter(c) && c is not ('-' or '_')) return false;
        }

        return true;
    }
}
