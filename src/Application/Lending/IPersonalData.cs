using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Keeps personal details sealed under the tenant's own key.</summary>
public interface IPersonalData
{
    /// <summary>Seals a national id as written, with its index and hint.</summary>
    /// <exception cref="Refusal"><c>lending.national_id_invalid</c></exception>
    NationalId Seal(string? nationalId);

    /// <summary>Opens a sealed national id.</summary>
    string Open(byte[] sealedId);

    /// <summary>The index by which an equal national id is found without reading any.</summary>
    /// <exception cref="Refusal"><c>lending.national_id_invalid</c></exception>
    byte[] Index(string? nationalId);
}
