using System.Text;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Lending;

/// <summary>Personal details sealed by the vault, for one tenant; another tenant's key opens nothing here.</summary>
internal sealed class PersonalData(Vault vault, TenantInfo tenant) : IPersonalData
{
    private string Purpose => $"national-id:{tenant.Id}";

    public NationalId Seal(string? nationalId)
    {
        var normal = NationalId.Normalize(nationalId);
        return new NationalId(vault.Seal(Encoding.UTF8.GetBytes(normal), Purpose), vault.Index(normal, Purpose), NationalId.HintOf(normal));
    }

    public string Open(byte[] sealedId) => Encoding.UTF8.GetString(vault.Open(sealedId, Purpose));

    public byte[] Index(string? nationalId) => vault.Index(NationalId.Normalize(nationalId), Purpose);
}
