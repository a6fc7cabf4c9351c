using System.Data;
using Npgsql;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// Open connections that wait for the tenant they served last. A server process plans its prepared statements anew, and
/// reads another schema's catalogue, whenever it is given to another tenant; docs/benchmarks.md says what keeping them apart
/// brings. Nothing of a tenant stays on a connection but those plans: what the walls set ends with its transaction.
/// </summary>
/// <param name="source">The pool the connections come from and go back to.</param>
/// <param name="most">How many may be open through here. When all are, another tenant's is taken; when all are in use, one's turn is waited for.</param>
public sealed class TenantConnections(NpgsqlDataSource source, int most) : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Who waits for a turn waits here and not in the pool behind: connections come back to this place.
    private readonly SemaphoreSlim _turns = new(most);
    private readonly Lock _gate = new();

    // In the order they came back: the first has waited longest.
    private readonly List<Waiting> _waiting = [];
    private int _open;

    /// <summary>A connection, if possible one that served the tenant last. Disposing hands it back.</summary>
    /// <exception cref="NpgsqlException">None came free in time; passes, like the pool's own.</exception>
    public async ValueTask<Lent> Take(TenantId tenant, CancellationToken ct)
    {
        if (!await _turns.WaitAsync(Patience, ct)) throw new NpgsqlException($"All {most} connections are in use.", new TimeoutException());
        if (Find(tenant) is { } found) return new Lent(this, tenant, found);
        try
        {
            return new Lent(this, tenant, await source.OpenConnectionAsync(ct));
        }
        catch
        {
            lock (_gate) _open--;
            _turns.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Close(TakeAll());

    private NpgsqlConnection? Find(TenantId tenant)
    {
        lock (_gate)
        {
            var at = _waiting.FindLastIndex(waiting => waiting.Tenant == tenant);
            // By chance, not the oldest: with more tenants than connections, taken in turn, the oldest is always needed next.
            if (at < 0 && _open >= most && _waiting.Count > 0) at = Random.Shared.Next(_waiting.Count);
            if (at < 0)
            {
                _open++;
                return null;
            }

            var connection = _waiting[at].Connection;
            _waiting.RemoveAt(at);
            return connection;
        }
    }

    private async ValueTask HandBack(TenantId tenant, NpgsqlConnection connection)
    {
        // A connection broke: those that wait were most likely cut off with it, and each would fail one more attempt.
        await Close(connection.FullState == ConnectionState.Open ? Keep(tenant, connection) : [connection, .. TakeAll()]);
        _turns.Release();
    }

    // Returns those that have waited too long.
    private List<NpgsqlConnection> Keep(TenantId tenant, NpgsqlConnection connection)
    {
        List<NpgsqlConnection> old = [];
        lock (_gate)
        {
            _waiting.Add(new Waiting(tenant, connection, Environment.TickCount64));
            while (Environment.TickCount64 - _waiting[0].Since > Idle.TotalMilliseconds)
            {
                old.Add(_waiting[0].Connection);
                _waiting.RemoveAt(0);
            }
        }

        return old;
    }

    private List<NpgsqlConnection> TakeAll()
    {
        lock (_gate)
        {
            List<NpgsqlConnection> all = [.. _waiting.Select(waiting => waiting.Connection)];
            _waiting.Clear();
            return all;
        }
    }

    private async ValueTask Close(List<NpgsqlConnection> connections)
    {
        if (connections.Count == 0) return;
        lock (_gate) _open -= connections.Count;
        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private sealed record Waiting(TenantId Tenant, NpgsqlConnection Connection, long Since);

    /// <summary>A connection in use.</summary>
    public readonly struct Lent : IAsyncDisposable
    {
        private readonly TenantConnections _owner;
        private readonly TenantId _tenant;

        internal Lent(TenantConnections owner, TenantId tenant, NpgsqlConnection connection) =>
            (_owner, _tenant, Connection) = (owner, tenant, connection);

        /// <summary>The connection.</summary>
        public NpgsqlConnection Connection { get; }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => _owner.HandBack(_tenant, Connection);
    }
}
