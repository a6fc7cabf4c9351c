using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Compliance;
using Paylatch.Domain.Compliance;

namespace Paylatch.Infrastructure.Persistence;

/// <content>Compliance's window.</content>
public sealed partial class PlatformDb : ILimitsDb
{
    DbSet<LendingLimits> ILimitsDb.Limits => Set<LendingLimits>();
}
