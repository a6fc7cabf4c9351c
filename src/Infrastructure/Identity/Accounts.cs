using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Identity;

/// <summary>
/// Accounts on ASP.NET Core Identity, in the schema the door has chosen. Failures are counted here and not by
/// <c>UserManager.AccessFailedAsync</c>, which reads the machine's clock and would lose counts made at the same moment.
/// </summary>
internal sealed class Accounts(UserManager<AppUser> users, PlatformDb db, Operation operation, TimeProvider time) : IAccounts
{
    private const int MostFailures = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);
    private static string? _nobodysHash;

    public async Task<Account?> FindByName(string userName, CancellationToken ct)
    {
        if (userName.StartsWith('+') && !operation.Tenant.IsPlatform) return await FindCustomerByPhone(userName, ct);
        var name = users.NormalizeName(userName);
        return (await Lock($"select * from users where normalized_user_name = {name} for update", ct))?.ToAccount();
    }

    public async Task<Account?> Find(UserId id, CancellationToken ct) => (await Row(id, ct))?.ToAccount();

    public async Task<Account?> FindCustomerByPhone(string phone, CancellationToken ct)
    {
        if (await CustomerWith(phone, ct) is not var (customer, name)) return null;
        var user = await Lock($"select * from users where customer_id = {customer.Value} for update", ct);
        if (user?.UserName == phone) return user.ToAccount();
        await FreeNumber(phone, ct);
        if (user is null)
        {
            return await Open(new NewAccount(new UserId(operation.Clock.NewId()), Role.Customer, name, phone, null) { Customer = customer }, ct);
        }

        (user.UserName, user.PhoneNumber) = (phone, phone);
        Must(await users.UpdateSecurityStampAsync(user));
        return user.ToAccount();
    }

    public async Task<IReadOnlyList<Account>> ListStaff(int limit, CancellationToken ct)
    {
        var rows = await db.Set<AppUser>().AsNoTracking().Where(u => u.Role != Role.Customer)
            .OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Take(limit).ToListAsync(ct);
        return [.. rows.Select(u => u.ToAccount())];
    }

    public async Task<int> CountOpen(Role role, CancellationToken ct)
    {
        var word = Words.Of(role);
        var rows = await db.Set<AppUser>()
            .FromSql($"select * from users where role = {word} and disabled_at is null order by id for update").ToListAsync(ct);
        return rows.Count;
    }

    public async Task<Account> Open(NewAccount account, CancellationToken ct)
    {
        var isPhone = account.UserName.StartsWith('+');
        var user = new AppUser
        {
            Id = account.Id.Value,
            Role = account.Role,
            DisplayName = account.Name,
            UserName = account.UserName,
            Email = isPhone ? null : account.UserName,
            PhoneNumber = isPhone ? account.UserName : null,
            Region = account.Region,
            CustomerId = account.Customer,
            CreatedAt = time.GetUtcNow(),
        };
        try
        {
            Must(account.Password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, account.Password));
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two at the same moment: the index let one in.
            throw AccountRefusals.UserNameTaken();
        }

        return user.ToAccount();
    }

    public async Task<bool> CheckPassword(UserId id, string password, CancellationToken ct)
    {
        var user = await Must(id, ct);
        if (user.PasswordHash is not null) return await users.CheckPasswordAsync(user, password);
        CheckNobody(password);
        return false;
    }

    public void CheckNobody(string password)
    {
        var nobody = new AppUser();
        _nobodysHash ??= users.PasswordHasher.HashPassword(nobody, "nobody's password");
        users.PasswordHasher.VerifyHashedPassword(nobody, _nobodysHash, password);
    }

    public async Task<DateTimeOffset?> CountFailure(UserId id, CancellationToken ct)
    {
        var user = await Must(id, ct);
        user.AccessFailedCount++;
        if (user.AccessFailedCount < MostFailures) return null;
        user.AccessFailedCount = 0;
        user.LockoutEnd = time.GetUtcNow() + Rest;
        return user.LockoutEnd;
    }

    public async Task ForgetFailures(UserId id, CancellationToken ct)
    {
        var user = await Must(id, ct);
        (user.AccessFailedCount, user.LockoutEnd) = (0, null);
    }

    public async Task SetPassword(UserId id, string password, CancellationToken ct)
    {
        var user = await Must(id, ct);
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        (user.AccessFailedCount, user.LockoutEnd) = (0, null);
        Must(await users.UpdateSecurityStampAsync(user));
    }

    public async Task Disable(UserId id, CancellationToken ct)
    {
        var user = await Must(id, ct);
        user.DisabledAt = time.GetUtcNow();
        Must(await users.UpdateSecurityStampAsync(user));
    }

    private async Task<AppUser> Must(UserId id, CancellationToken ct) => await Row(id, ct) ?? throw AccountRefusals.NotFound();

    private Task<AppUser?> Row(UserId id, CancellationToken ct) => Lock($"select * from users where id = {id.Value} for update", ct);

    private async Task<AppUser?> Lock(FormattableString sql, CancellationToken ct) =>
        (await db.Set<AppUser>().FromSql(sql).ToListAsync(ct)).SingleOrDefault();

    // The customer's own row says which number is theirs now; the account follows it. Read as plain SQL: identity needs
    // no more of lending than this.
    private async Task<(CustomerId Customer, string Name)?> CustomerWith(string phone, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id, name from customers where phone = $1", operation.Connection) { Parameters = { new() { Value = phone } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (new CustomerId(reader.GetGuid(0)), reader.GetString(1)) : null;
    }

    // Somebody who had this number before loses it, and with it the sessions begun by it.
    private async Task FreeNumber(string phone, CancellationToken ct)
    {
        var name = users.NormalizeName(phone);
        var before = await Lock($"select * from users where normalized_user_name = {name} for update", ct);
        if (before is null) return;
        (before.UserName, before.PhoneNumber) = ($"former-{before.Id:N}", null);
        Must(await users.UpdateSecurityStampAsync(before));
    }

    private static void Must(IdentityResult result)
    {
        if (result.Succeeded) return;
        throw result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? AccountRefusals.UserNameTaken()
            : new InvalidOperationException(string.Join("; ", result.Errors.Select(e => e.Code)));
    }
}
