using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Every "no" about who somebody is and what they may do.</summary>
public static class IdentityRefusals
{
    /// <summary>The caller's role does not have the permission.</summary>
    public static Refusal MayNot(string useCase, Role role) => role == Role.Visitor
        ? new("identity.sign_in_required", "Sign in first.", RefusalKind.Unauthenticated)
        : new("identity.not_allowed", $"Your role does not allow this ({useCase}). Ask an administrator.", RefusalKind.Forbidden);
}
