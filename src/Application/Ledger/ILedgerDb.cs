using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>The tables of the ledger.</summary>
public interface ILedgerDb
{
    /// <summary>Accounts.</summary>
    DbSet<Account> Accounts { get; }

    /// <summary>Transfers with their entries; added to, never changed.</summary>
    DbSet<Transfer> Transfers { get; }

    /// <summary>The chart's accounts in a currency, opened first where they are missing; safe for many at once.</summary>
    Task<Books> OpenBooks(Currency currency, TenantClock clock, CancellationToken ct);
}
