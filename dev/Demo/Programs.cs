namespace Paylatch.Demo;

/// <summary>Finds this repository's built programs, beside the running one and of the same configuration.</summary>
internal static class Programs
{
    /// <summary>The assembly file of a project.</summary>
    /// <exception cref="InvalidOperationException">Not run from a build of this repository.</exception>
    public static string Assembly(string project)
    {
        // artifacts/bin/<Project>/<configuration>/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var bin = own.Parent?.Parent ?? throw new InvalidOperationException("Run this from the repository's build output.");
        return Path.Combine(bin.FullName, project, own.Name, $"Paylatch.{project}.dll");
    }
}
