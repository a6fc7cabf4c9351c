using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Identity;

/// <summary>People and what they do, for tests of identity and tenancy.</summary>
internal static class People
{
    public static async Task<UserId> Staff(TestPortal portal, TenantInfo tenant, string email, Role role, string password) =>
        (await portal.Operations.Run(
            TestPortal.As(Role.MerchantAdmin, tenant), (CreateStaff u) => u.Handle(new("Some Body", email, role, password), default), default)).Value.Id;

    public static async Task<SignInAnswer> SignIn(TestPortal portal, TenantInfo tenant, string name, string password) =>
        (await portal.Operations.Run(Caller.Visitor(tenant.Id), (SignInWithPassword u) => u.Handle(new(name, password), default), default)).Value;

    /// <summary>A customer, put in behind lending's back.</summary>
    public static async Task<CustomerId> Customer(TestPortal portal, TenantInfo tenant, string phone, string name = "Zuri Odhiambo")
    {
        var id = Guid.CreateVersion7();
        await portal.InTenant(tenant, $"""
            insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at)
            values ('{id}', '{name}', '{phone}', '', '{id}'::text::bytea, '12', now())
            """);
        return new CustomerId(id);
    }

    /// <summary>Counts rows as the tenant sees them.</summary>
    public static async Task<long> Count(this TestPortal portal, TenantInfo tenant, string from) =>
        await portal.Scalar<long>(tenant, $"select count(*) from {from}");

    /// <summary>One value as the tenant sees it.</summary>
    public static async Task<T> Scalar<T>(this TestPortal portal, TenantInfo tenant, string sql)
    {
        await using var connection = await Open(portal, tenant);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs SQL in a tenant's schema as the application's role.</summary>
    public static async Task InTenant(this TestPortal portal, TenantInfo tenant, string sql)
    {
        await using var connection = await Open(portal, tenant);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> Open(TestPortal portal, TenantInfo tenant)
    {
        var regions = portal.Services.GetRequiredService<Regions>();
        var connection = await regions.Of(tenant.Region).App.OpenConnectionAsync();
        await using var walls = new NpgsqlCommand("select set_config('search_path', $1, false), set_config('app.tenant_id', $2, false)", connection)
        {
            Parameters = { new() { Value = tenant.Schema }, new() { Value = tenant.Id.ToString() } },
        };
        await walls.ExecuteNonQueryAsync();
        return connection;
    }
}
