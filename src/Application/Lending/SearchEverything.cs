using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What a search found.</summary>
public enum HitKind
{
    /// <summary>A loan, by its contract number.</summary>
    Loan,

    /// <summary>A customer, by name or phone number.</summary>
    Customer,

    /// <summary>A device, by IMEI or serial number.</summary>
    Device,
}

/// <summary>Something found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">A second line; personal details masked.</param>
/// <param name="Loan">The loan to open; null when there is none.</param>
/// <param name="Device">The device to open; null when it is no device.</param>
public sealed record Hit(HitKind Kind, string Title, string Detail, LoanId? Loan, DeviceId? Device);

/// <summary>What a search found.</summary>
/// <param name="Hits">Contracts, then devices, then customers.</param>
/// <param name="More">Kinds of which there are more than shown.</param>
public sealed record SearchHits(IReadOnlyList<Hit> Hits, IReadOnlySet<HitKind> More);

/// <summary>One search over contracts, customers and devices.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class SearchEverything(ILendingDb db, ILoanFactsDb portfolio)
{
    private const int MostOfAKind = 5;

    /// <summary>At most five hits of each kind, so that no kind hides the others. Nothing for fewer than two characters.</summary>
    public async Task<SearchHits> Handle(string? text, CancellationToken ct)
    {
        if (text is null || text.Trim().Length < 2) return new SearchHits([], new HashSet<HitKind>());
        var search = SearchText.Of(text);
        List<Hit>[] kinds = [await Loans(search, ct), await Devices(search, ct), await Customers(search, ct)];
        return new SearchHits(
            [.. kinds.SelectMany(hits => hits.Take(MostOfAKind))],
            kinds.Where(hits => hits.Count > MostOfAKind).Select(hits => hits[0].Kind).ToHashSet());
    }

    private async Task<List<Hit>> Loans(SearchText search, CancellationToken ct)
    {
        var part = search.Lower.ToUpperInvariant();
        var found = await (
            from loan in db.Loans
            join customer in db.Customers on loan.CustomerId equals customer.Id
            where loan.Number.Contains(part) || loan.Number == search.Contract
            orderby loan.Number descending
            select new { loan.Id, loan.Number, customer.Name }).Take(MostOfAKind + 1).ToListAsync(ct);
        return found.ConvertAll(l => new Hit(HitKind.Loan, l.Number, l.Name, l.Id, null));
    }

#pragma warning disable CA1304, CA1311, CA1862 // These become SQL's lower() and like; the database has one locale.
    private async Task<List<Hit>> Devices(SearchText search, CancellationToken ct)
    {
        var found = await portfolio.Devices
            .Where(d => (search.Digits != null && d.Imei!.StartsWith(search.Digits)) || d.Serial!.ToLower().StartsWith(search.Lower))
            .OrderBy(d => d.Id).Take(MostOfAKind + 1).Select(d => new { d.Id, d.Model, Identity = d.Imei ?? d.Serial, d.LoanId }).ToListAsync(ct);
        return found.ConvertAll(d => new Hit(HitKind.Device, d.Identity ?? "", d.Model, d.LoanId, d.Id));
    }

    private async Task<List<Hit>> Customers(SearchText search, CancellationToken ct)
    {
        var found = await db.Customers
            .Where(c => c.Name.ToLower().Contains(search.Lower) || (search.Digits != null && c.Phone.Contains(search.Digits)))
            .OrderBy(c => c.Name).Take(MostOfAKind + 1)
            .Select(c => new
            {
                c.Name, c.Phone,
                Loan = db.Loans.Where(l => l.CustomerId == c.Id).OrderBy(l => l.State).ThenByDescending(l => l.CreatedAt).Select(l => (LoanId?)l.Id).FirstOrDefault(),
            })
            .ToListAsync(ct);
        return found.ConvertAll(c => new Hit(HitKind.Customer, c.Name, Masked.Phone(c.Phone), c.Loan, null));
    }
#pragma warning restore CA1304, CA1311, CA1862
}
