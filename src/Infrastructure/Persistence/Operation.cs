using Npgsql;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>What one run through the door carries; scoped, filled by the door before anything else is resolved.</summary>
public sealed class Operation : IEventLog
{
    private readonly List<DomainEvent> _events = [];

    /// <summary>Who runs it.</summary>
    public Caller Caller { get; internal set; } = null!;

    /// <summary>On which tenant.</summary>
    public TenantInfo Tenant { get; internal set; } = null!;

    /// <summary>The tenant's time.</summary>
    public TenantClock Clock { get; internal set; } = null!;

    /// <summary>The connection, inside the operation's transaction and behind its walls.</summary>
    public NpgsqlConnection Connection { get; internal set; } = null!;

    /// <summary>The use case's name as the log will show it.</summary>
    public string UseCase { get; internal set; } = "";

    /// <summary>What was said besides the entities' own events.</summary>
    internal IReadOnlyList<DomainEvent> Said => _events;

    /// <inheritdoc/>
    public void Append(DomainEvent happened) => _events.Add(happened);
}
