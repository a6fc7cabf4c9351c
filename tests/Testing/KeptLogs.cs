namespace Paylatch.Testing;

/// <summary>Keeps the logs of servers that a test run started, under <c>.test/logs</c>: a failure must leave something to read.</summary>
public static class KeptLogs
{
    /// <summary>Copies the logs of a data folder, in place of those of the run before.</summary>
    public static void Keep(string data, string name)
    {
        var logs = Path.Combine(data, "logs");
        if (!Directory.Exists(logs)) return;
        var kept = Directory.CreateDirectory(Path.Combine(SourceTree.Root, ".test", "logs", name)).FullName;
        foreach (var log in Directory.GetFiles(logs, "*.log")) File.Copy(log, Path.Combine(kept, Path.GetFileName(log)), overwrite: true);
    }
}
