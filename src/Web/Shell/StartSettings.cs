using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Web.Shell;

/// <summary>Looks at the settings before anything is built with them: what is missing is said in words, not in a stack of calls.</summary>
public static class StartSettings
{
    /// <summary>The exit code for settings that are missing or wrong (<c>EX_CONFIG</c> of sysexits.h).</summary>
    public const int Wrong = 78;

    /// <summary>What is wrong with the settings and how to mend it; null when nothing is.</summary>
    public static async Task<string?> Trouble(IConfiguration configuration)
    {
        try
        {
            await using var regions = new Regions(configuration);
            _ = new Vault(configuration);
            return null;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
        {
            return $"Paylatch cannot start. {wrong.Message}";
        }
    }
}
