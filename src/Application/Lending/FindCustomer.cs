using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>A customer as lists show one.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Name">The full name.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="NationalId">The national id, masked.</param>
/// <param name="ActiveLoans">How many loans are being paid.</param>
public sealed record CustomerRow(CustomerId Id, string Name, string Phone, string NationalId, int ActiveLoans);

/// <summary>Finds customers by part of a name or phone number, by contract number, or by the whole national id.</summary>
[Allow(Permission.Sell)]
public sealed class FindCustomer(ILendingDb db, IPersonalData personal)
{
    private const int Most = 8;

    /// <summary>What to look for; a national id is only ever found whole.</summary>
    /// <param name="Text">Part of a name or phone number, or a contract number.</param>
    /// <param name="NationalId">A whole national id.</param>
    public sealed record Query(string? Text, string? NationalId = null);

    /// <summary>At most eight customers, by name.</summary>
    /// <exception cref="Refusal"><c>lending.search_too_short</c>, <c>lending.national_id_invalid</c></exception>
    public async Task<IReadOnlyList<CustomerRow>> Handle(Query q, CancellationToken ct)
    {
        var found = q.NationalId is { } whole ? ByNationalId(personal.Index(whole)) : ByText(SearchText.Of(q.Text));
        var rows = await found.OrderBy(c => c.Name).ThenBy(c => c.Phone).Take(Most)
            .Select(c => new
            {
                c.Id, c.Name, c.Phone, c.NationalIdHint,
                Loans = db.Loans.Count(l => l.CustomerId == c.Id && l.State == LoanState.Active),
            })
            .ToListAsync(ct);
        return rows.ConvertAll(c => new CustomerRow(c.Id, c.Name, Masked.Phone(c.Phone), Masked.NationalId(c.NationalIdHint), c.Loans));
    }

    private IQueryable<Customer> ByNationalId(byte[] index) => db.Customers.Where(c => c.NationalIdIndex == index);

#pragma warning disable CA1304, CA1311, CA1862 // These become SQL's lower() and like; the database has one locale.
    private IQueryable<Customer> ByText(SearchText text) => db.Customers.Where(c =>
        c.Name.ToLower().Contains(text.Lower)
        || (text.Digits != null && c.Phone.Contains(text.Digits))
        || (text.Contract != null && db.Loans.Any(l => l.CustomerId == c.Id && l.Number == text.Contract)));
#pragma warning restore CA1304, CA1311, CA1862
}

/// <summary>What somebody typed into a search, read as a name, as digits of a number, and as a contract number.</summary>
/// <param name="Lower">In lower case.</param>
/// <param name="Digits">Its digits when it is a number of at least three; null otherwise.</param>
/// <param name="Contract">The contract number it may be; null otherwise.</param>
public sealed record SearchText(string Lower, string? Digits, string? Contract)
{
    /// <summary>Reads what was typed.</summary>
    /// <exception cref="Refusal"><c>lending.search_too_short</c> for fewer than two characters.</exception>
    public static SearchText Of(string? text)
    {
        var kept = (text ?? "").Trim();
        if (kept.Length < 2) throw LendingRefusals.SearchTooShort();
        if (kept.Length > 80) kept = kept[..80];
        var digits = string.Concat(kept.Where(char.IsAsciiDigit));
        var number = kept.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')') && digits.Length >= 3;
        // A national number begins with a zero that the stored form does not have.
        var local = number && kept[0] == '0' ? digits[1..] : digits;
        var contract = kept.StartsWith("pl-", StringComparison.OrdinalIgnoreCase) && digits.Length is > 0 and <= 18
            ? $"PL-{long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture):D6}"
            : null;
        return new SearchText(kept.ToLowerInvariant(), number ? local : null, contract);
    }
}
