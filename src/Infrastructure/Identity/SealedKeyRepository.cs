using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Identity;

/// <summary>
/// Keeps the keys that protect cookies and forms in the platform's schema, sealed under the master key: every node reads
/// the same ones, and they outlive a restart.
/// </summary>
public sealed class SealedKeyRepository(Regions regions, Vault vault) : IXmlRepository
{
    private const string Purpose = "data-protection";

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = Source.CreateCommand("select sealed from platform.data_protection_keys order by id");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read()) keys.Add(XElement.Parse(Encoding.UTF8.GetString(vault.Open(reader.GetFieldValue<byte[]>(0), Purpose))));
        return keys;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = Source.CreateCommand("insert into platform.data_protection_keys (id, name, sealed) values ($1, $2, $3)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = friendlyName });
        command.Parameters.Add(new() { Value = vault.Seal(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), Purpose) });
        command.ExecuteNonQuery();
    }

    private NpgsqlDataSource Source => regions.Of(regions.Home).App;
}
