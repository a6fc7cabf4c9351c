using Paylatch.Application.Identity;

namespace Paylatch.Application.Shared;

/// <summary>Says who may run a use case. The door refuses a use case that does not say.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AllowAttribute(Permission permission) : Attribute
{
    /// <summary>The permission the caller must have.</summary>
    public Permission Permission { get; } = permission;
}
