using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>What an agent proved when it enrolled.</summary>
/// <param name="Code">The enrolment code it means.</param>
/// <param name="Claim">What it says it is.</param>
/// <param name="Key">Its own public key.</param>
public sealed record ProvenEnrolment(EnrolmentCode Code, EnrolmentClaim Claim, DeviceKey Key);

/// <summary>A public P-256 key.</summary>
/// <param name="X">The point's x as base64url.</param>
/// <param name="Y">The point's y as base64url.</param>
/// <param name="Kid">Its name; null for devices' own keys.</param>
public sealed record DeviceKey(string X, string Y, string? Kid = null);

/// <summary>A session that was opened.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="EndsIn">How long it holds.</param>
public sealed record DeviceSession(string Token, TimeSpan EndsIn);

/// <summary>
/// The edge to the devices: what they sign is checked and what they are told is signed with the tenant's command key.
/// The key may be in this process or in a hardware module.
/// </summary>
public interface IDeviceWire
{
    /// <summary>Checks that whoever enrols holds the key it shows and means this code.</summary>
    /// <exception cref="Refusal"><c>agent.*</c></exception>
    ProvenEnrolment CheckProof(string code, string proof, DateTimeOffset now);

    /// <summary>The device an assertion says it is from. Not proven.</summary>
    /// <exception cref="Refusal"><c>agent.*</c></exception>
    DeviceId ClaimedDevice(string assertion);

    /// <summary>Checks a session assertion by the key the device enrolled with.</summary>
    /// <returns>Its counter.</returns>
    /// <exception cref="Refusal"><c>agent.*</c></exception>
    long CheckAssertion(string assertion, DeviceKey key, DeviceId device, DateTimeOffset now);

    /// <summary>Makes a session's token.</summary>
    DeviceSession OpenSession(DeviceId device);

    /// <summary>Signs an order for the device, to be obeyed within ten minutes.</summary>
    Task<string> SignOrder(Order order, DateTimeOffset now, CancellationToken ct);

    /// <summary>Signs until when the device is paid.</summary>
    Task<string> SignLease(DeviceStatus status, DateTimeOffset now, CancellationToken ct);

    /// <summary>Signs who the device is.</summary>
    Task<string> SignCredential(DeviceId device, DeviceKey key, DateTimeOffset now, CancellationToken ct);

    /// <summary>The tenant's command keys, the live one first.</summary>
    Task<IReadOnlyList<DeviceKey>> CommandKeys(CancellationToken ct);

    /// <summary>The text of the enrolment QR.</summary>
    string EnrolmentText(Uri portal, EnrolmentCode code);
}
