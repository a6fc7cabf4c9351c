using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Payments;

/// <summary>A tenant's provider secrets sealed by the vault.</summary>
internal sealed class ProviderSecrets(Vault vault, TenantInfo tenant) : IProviderSecrets
{
    private string Purpose => $"payment-provider:{tenant.Id}";

    public byte[] Seal(string secret) => vault.Seal(Encoding.UTF8.GetBytes(secret), Purpose);

    public string Open(byte[] box) => Encoding.UTF8.GetString(vault.Open(box, Purpose));
}
