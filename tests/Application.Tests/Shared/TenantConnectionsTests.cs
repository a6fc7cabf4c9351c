using Npgsql;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

public sealed class TenantConnectionsTests
{
    private static readonly TenantId Duka = new(Guid.CreateVersion7());
    private static readonly TenantId Soko = new(Guid.CreateVersion7());

    [Fact]
    public async Task A_tenant_gets_the_connection_back_that_served_it_last()
    {
        await using var source = NpgsqlDataSource.Create((await Databases.New()).App);
        await using var connections = new TenantConnections(source, most: 4);
        var (duka, soko) = (await Served(connections, Duka), await Served(connections, Soko));

        Assert.Equal((duka, soko), (await Served(connections, Duka), await Served(connections, Soko)));
        Assert.NotEqual(duka, soko);
    }

    [Fact]
    public async Task Where_no_more_may_be_open_a_waiting_one_of_another_tenant_is_taken()
    {
        await using var source = NpgsqlDataSource.Create((await Databases.New()).App + ";Maximum Pool Size=1;Timeout=2");
        await using var connections = new TenantConnections(source, most: 1);

        Assert.Equal(await Served(connections, Duka), await Served(connections, Soko));
    }

    [Fact]
    public async Task More_at_once_than_connections_all_get_their_turn()
    {
        await using var source = NpgsqlDataSource.Create((await Databases.New()).App + ";Maximum Pool Size=3;Timeout=2");
        await using var connections = new TenantConnections(source, most: 2);

        var served = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Served(connections, i % 3 == 0 ? Duka : Soko)));

        Assert.InRange(served.Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task When_one_broke_none_that_waited_is_used_again()
    {
        var region = await Databases.New();
        await using var source = NpgsqlDataSource.Create(region.App);
        await using var connections = new TenantConnections(source, most: 4);
        var (duka, soko) = (await Served(connections, Duka), await Served(connections, Soko));
        await using (var admin = NpgsqlDataSource.Create(Databases.Superuser(region)))
        {
            await using var end = admin.CreateCommand($"select pg_terminate_backend({duka})");
            await end.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Served(connections, Duka));

        int[] broken = [duka, soko];
        Assert.DoesNotContain(await Served(connections, Duka), broken);
        Assert.DoesNotContain(await Served(connections, Soko), broken);
    }

    // The number of the server's process that served.
    private static async Task<int> Served(TenantConnections connections, TenantId tenant)
    {
        await using var lent = await connections.Take(tenant, default);
        await using var command = new NpgsqlCommand("select pg_backend_pid()", lent.Connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
