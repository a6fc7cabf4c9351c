using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Domain.Identity;

namespace Paylatch.Infrastructure.Persistence;

public sealed partial class PlatformDb : IIdentityDb
{
    DbSet<ApiKey> IIdentityDb.ApiKeys => Set<ApiKey>();

    DbSet<SignInCode> IIdentityDb.SignInCodes => Set<SignInCode>();

    async Task<SignInCode> IIdentityDb.LockCode(byte[] phoneHash, DateTimeOffset now, CancellationToken ct)
    {
        await Database.ExecuteSqlAsync(
            $"""
            delete from sign_in_codes where phone_hash in (
                select phone_hash from sign_in_codes where requested_at < {now.AddDays(-1)} and phone_hash <> {phoneHash}
                order by requested_at limit 100 for update skip locked);
            insert into sign_in_codes (phone_hash, code_hash, requested_at, expires_at, tries, requests, window_from)
            values ({phoneHash}, ''::bytea, 'epoch', 'epoch', 0, 0, {now}) on conflict do nothing;
            """,
            ct);
        var rows = await Set<SignInCode>().FromSql($"select * from sign_in_codes where phone_hash = {phoneHash} for update").ToListAsync(ct);
        return rows.Single();
    }
}
