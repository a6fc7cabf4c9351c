using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Identity;

/// <summary>Registers accounts on ASP.NET Core Identity.</summary>
public static class IdentityComposition
{
    /// <summary>Everything identity's use cases ask for besides the door.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<AppUser>(options =>
        {
            // What a password and a user name must be is said once, in PasswordRules and UserNames.
            options.User.AllowedUserNameCharacters = "";
            options.Password.RequiredLength = 1;
            options.Password.RequireDigit = options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        });
        // OWASP Password Storage Cheat Sheet (2023) for PBKDF2 with HMAC-SHA-512.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddScoped<IUserStore<AppUser>>(s => new UserOnlyStore<AppUser, PlatformDb, Guid>(s.GetRequiredService<PlatformDb>()));
        services.AddScoped<IAccounts, Accounts>();
        services.AddScoped<ISecrets, Secrets>();
        return services.AddScoped<ISignInMessages, SignInMessages>();
    }
}
