using Microsoft.Extensions.Logging;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Identity;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>How far the making of a tenant has come.</summary>
public enum ProvisioningStep
{
    /// <summary>Its place in the directory is taken.</summary>
    Registered,

    /// <summary>Its schema is there, behind its walls.</summary>
    SchemaBuilt,

    /// <summary>It has its first administrator.</summary>
    Seeded,

    /// <summary>It can be used.</summary>
    Active,
}

/// <summary>A tenant just made.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
/// <param name="AdminEmail">The first admin's e-mail address.</param>
/// <param name="AdminPassword">The first admin's password: shown once, never again.</param>
/// <param name="ApiKey">The API key, when one was asked for: shown once, never again.</param>
public sealed record NewTenant(TenantId Id, string Slug, string AdminEmail, string AdminPassword, string? ApiKey);

/// <summary>
/// Makes tenants: directory, schema, first rows, open. Each step is its own transaction and may run again, so a tenant
/// left half made by a crash is finished by <see cref="FinishAll"/>. One tenant is made by one node at a time: an advisory lock
/// of the home database, gone with its holder, keeps the others off.
/// </summary>
public sealed class TenantProvisioner(
    Operations operations, Migrator migrator, Regions regions, TenantDirectory directory, ILogger<TenantProvisioner> log) : IDisposable
{
    // Each holds two connections of the owner's small pool.
    private readonly SemaphoreSlim _atOnce = new(3);

    /// <summary>Makes a tenant from beginning to end.</summary>
    /// <param name="caller">Who asks, on the platform.</param>
    /// <param name="command">What is decided at registration.</param>
    /// <param name="wishes">A password and an API key, where they are not to be chance or none.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="ct">Stops between the steps; what is begun is finished by <see cref="FinishAll"/>.</param>
    public async Task<Outcome<NewTenant>> Create(
        Caller caller, RegisterTenant.Command command, TenantWishes wishes, IProgress<ProvisioningStep>? progress, CancellationToken ct)
    {
        var password = wishes.AdminPassword ?? Secrets.ReadablePassword();
        try
        {
            if (wishes.AdminPassword is not null) PasswordRules.Check(password, Role.MerchantAdmin, command.AdminName, command.AdminEmail, command.Slug);
        }
        catch (Refusal refusal)
        {
            return refusal;
        }

        await _atOnce.WaitAsync(ct);
        try
        {
            // Locked before it is registered: nobody else may finish it without knowing the password.
            await using var held = await Hold.Wait(regions, (command.Slug ?? "").Trim().ToLowerInvariant(), ct);
            var registered = await operations.Run(caller, (RegisterTenant u) => u.Handle(command, ct), ct);
            if (!registered.Done) return registered.Refusal!;
            progress?.Report(ProvisioningStep.Registered);
            var tenant = (await Unfinished(registered.Value, ct)).Single();
            var key = await Finish(tenant, password, wishes.ApiKeyName, progress, ct);
            return new NewTenant(tenant.Id, tenant.Slug, tenant.AdminEmail, password, key);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    /// <summary>
    /// Finishes tenants left half made, except those another node is making right now. One that cannot be finished keeps no
    /// other waiting.
    /// </summary>
    /// <returns>How many were finished.</returns>
    public async Task<int> FinishAll(CancellationToken ct)
    {
        var finished = 0;
        foreach (var tenant in await Unfinished(null, ct))
        {
            try
            {
                if (await FinishOne(tenant, ct)) finished++;
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(trouble, "Tenant {Tenant} could not be finished; trying again", tenant.Slug);
            }
        }

        return finished;
    }

    /// <summary>Gives the first admin of a tenant a new password, for a super-admin.</summary>
    /// <returns>The password, to be shown once.</returns>
    public async Task<Outcome<string>> ResetFirstAdmin(Caller caller, string slug, CancellationToken ct)
    {
        var shown = await operations.Run(caller, (ShowTenant u) => u.Handle(new(slug), ct), ct);
        if (!shown.Done) return shown.Refusal!;
        var tenant = shown.Value;
        var reset = await operations.Run(caller with { Tenant = tenant.Id }, (ResetFirstAdmin u) => u.Handle(new(tenant.AdminEmail), ct), ct);
        if (reset.Refusal is { } no) return no;
        // A password that could not be written down here is shown to nobody, and so is nobody's.
        var noted = await operations.Run(caller, (NoteFirstAdminReset u) => u.Handle(new(tenant.Id, tenant.Slug, reset.Value.Admin)), ct);
        return noted.Refusal is { } unnoted ? unnoted : reset.Value.Password;
    }

    /// <inheritdoc/>
    public void Dispose() => _atOnce.Dispose();

    private async Task<bool> FinishOne(UnfinishedTenant tenant, CancellationToken ct)
    {
        await using var held = await Hold.Try(regions, tenant.Slug, ct);
        if (held is null || (await Unfinished(tenant.Id, ct)).Count == 0) return false;
        await Finish(tenant, null, null, null, ct);
        return true;
    }

    private async Task<IReadOnlyList<UnfinishedTenant>> Unfinished(TenantId? only, CancellationToken ct) =>
        (await operations.Run(Caller.System(Caller.PlatformTenant), (ListUnfinishedTenants u) => u.Handle(only, ct), ct)).Value;

    private async Task<string?> Finish(
        UnfinishedTenant tenant, string? password, string? keyName, IProgress<ProvisioningStep>? progress, CancellationToken ct)
    {
        await migrator.MigrateTenant(regions.Of(tenant.Region), tenant.Schema, tenant.Id.Value, ct);
        progress?.Report(ProvisioningStep.SchemaBuilt);
        var seed = new SeedTenant.Command(tenant.AdminName, tenant.AdminEmail, password, keyName);
        var key = (await operations.Run(Caller.System(tenant.Id), (SeedTenant u) => u.Handle(seed, ct), ct)).Value;
        progress?.Report(ProvisioningStep.Seeded);
        _ = (await operations.Run(Caller.System(Caller.PlatformTenant), (ActivateTenant u) => u.Handle(new(tenant.Id), ct), ct)).Value;
        directory.Refresh();
        progress?.Report(ProvisioningStep.Active);
        return key;
    }

    private sealed class Hold(NpgsqlConnection connection, string slug) : IAsyncDisposable
    {
        public static async Task<Hold> Wait(Regions regions, string slug, CancellationToken ct)
        {
            var connection = await regions.Of(regions.Home).Owner.OpenConnectionAsync(ct);
            await Ask(connection, "pg_advisory_lock", slug, ct);
            return new Hold(connection, slug);
        }

        public static async Task<Hold?> Try(Regions regions, string slug, CancellationToken ct)
        {
            var connection = await regions.Of(regions.Home).Owner.OpenConnectionAsync(ct);
            if (await Ask(connection, "pg_try_advisory_lock", slug, ct) is true) return new Hold(connection, slug);
            await connection.DisposeAsync();
            return null;
        }

        public async ValueTask DisposeAsync()
        {
            await Ask(connection, "pg_advisory_unlock", slug, CancellationToken.None);
            await connection.DisposeAsync();
        }

        private static async Task<object?> Ask(NpgsqlConnection connection, string function, string slug, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand($"select {function}(hashtext('paylatch:provision:' || $1))", connection) { Parameters = { new() { Value = slug } } };
            return await command.ExecuteScalarAsync(ct);
        }
    }
}

/// <summary>What is wished for a new tenant besides its registration.</summary>
/// <param name="AdminPassword">The first admin's password; null for a random one.</param>
/// <param name="ApiKeyName">The name of an API key to make; null for none.</param>
public sealed record TenantWishes(string? AdminPassword = null, string? ApiKeyName = null);
