using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>Someone who buys on installments. Phone and national id are each unique within a tenant.</summary>
public sealed class Customer : Entity
{
    private Customer()
    {
    }

    /// <summary>The customer's id.</summary>
    public CustomerId Id { get; private set; }

    /// <summary>The full name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The phone number in E.164 form.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>The encrypted national id.</summary>
    public byte[] NationalIdSealed { get; private set; } = [];

    /// <summary>The keyed hash of the national id.</summary>
    public byte[] NationalIdIndex { get; private set; } = [];

    /// <summary>The last characters of the national id.</summary>
    public string NationalIdHint { get; private set; } = "";

    /// <summary>The language the customer reads, such as <c>sw</c>; null for the tenant's own.</summary>
    public string? Culture { get; private set; }

    /// <summary>When the customer was taken on.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The national id with all but its hint hidden.</summary>
    public string NationalIdMasked => Masked.NationalId(NationalIdHint);

    /// <summary>The phone number with its middle hidden.</summary>
    public string PhoneMasked => Masked.Phone(Phone);

    /// <summary>Takes a customer on.</summary>
    /// <exception cref="Refusal"><c>lending.name_invalid</c>, <c>lending.culture_invalid</c></exception>
    public static Customer Register(
        CustomerId id, string? name, Phone phone, NationalId nationalId, string? culture, DateTimeOffset at)
    {
        var customer = new Customer
        {
            Id = id,
            Name = NameOf(name),
            Phone = phone.Value,
            NationalIdSealed = nationalId.Sealed.ToArray(),
            NationalIdIndex = nationalId.Index.ToArray(),
            NationalIdHint = nationalId.Hint,
            Culture = CultureOf(culture),
            CreatedAt = at,
        };
        customer.Raise(new CustomerRegistered(id));
        return customer;
    }

    /// <summary>Takes another phone number; the same one again changes nothing.</summary>
    public void ChangePhone(Phone phone)
    {
        if (phone.Value == Phone) return;
        Phone = phone.Value;
        Raise(new CustomerPhoneChanged(Id));
    }

    private static string NameOf(string? name)
    {
        var kept = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return kept.Length is >= 2 and <= 120 && !kept.Any(char.IsControl) ? kept : throw LendingRefusals.NameInvalid();
    }

    private static string? CultureOf(string? culture) =>
        string.IsNullOrWhiteSpace(culture) ? null
        : culture.Trim() is { Length: >= 2 and <= 16 } tag && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? tag
        : throw LendingRefusals.CultureInvalid();
}
