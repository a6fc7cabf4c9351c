using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

public sealed class CustomerTests
{
    private static readonly NationalId Id = new(new byte[] { 1, 2 }, new byte[] { 3, 4 }, "78");

    [Fact]
    public void A_customer_is_kept_with_a_sealed_national_id_and_shown_masked()
    {
        var customer = Register("  Amina   Otieno ");
        Assert.Equal(("Amina Otieno", "+254712345678", "78"), (customer.Name, customer.Phone, customer.NationalIdHint));
        Assert.Equal([1, 2], customer.NationalIdSealed);
        Assert.Equal([3, 4], customer.NationalIdIndex);
        Assert.Equal("••••••78", customer.NationalIdMasked);
        Assert.Equal("+254••••••678", customer.PhoneMasked);
        Assert.Equal([new CustomerRegistered(customer.Id)], customer.Events);
        Assert.Equal(customer.Id, customer.Events[0].AboutCustomer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("A")]
    [InlineData("A\u0001B")]
    public void A_name_is_asked_for(string? name) => Refused.At("lending.name_invalid", "name", () => Register(name));

    [Fact]
    public void A_name_has_at_most_120_characters()
    {
        Assert.Equal(120, Register(new string('a', 120)).Name.Length);
        Refused.With("lending.name_invalid", () => Register(new string('a', 121)));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("sw-KE", "sw-KE")]
    public void A_language_may_be_given(string? culture, string? kept) => Assert.Equal(kept, Register("Amina", culture).Culture);

    [Theory]
    [InlineData("x")]
    [InlineData("english please")]
    public void A_language_is_a_tag(string culture) =>
        Refused.At("lending.culture_invalid", "culture", () => Register("Amina", culture));

    [Fact]
    public void Another_phone_number_is_said_and_the_same_one_is_not()
    {
        var customer = Register("Amina");
        customer.ClearEvents();
        customer.ChangePhone(Phone.Parse("+254712345678"));
        Assert.Empty(customer.Events);
        customer.ChangePhone(Phone.Parse("+254700000001"));
        Assert.Equal("+254700000001", customer.Phone);
        Assert.Equal([new CustomerPhoneChanged(customer.Id)], customer.Events);
    }

    [Theory]
    [InlineData("+254 712-345.678", null, "+254712345678")]
    [InlineData("00254712345678", null, "+254712345678")]
    [InlineData("0712 345 678", "254", "+254712345678")]
    [InlineData("(0712) 345678", "+254", "+254712345678")]
    [InlineData("+٢٥٤٧١٢٣٤٥٦٧٨", null, "+254712345678")]
    [InlineData("+12345678", null, "+12345678")]
    [InlineData("+123456789012345", null, "+123456789012345")]
    public void A_phone_number_is_read_as_people_write_it(string text, string? calling, string expected) =>
        Assert.Equal(expected, Phone.Parse(text, calling).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0712345678")]
    [InlineData("254712345678")]
    [InlineData("+0712345678")]
    [InlineData("+1234567")]
    [InlineData("+1234567890123456")]
    [InlineData("+2547x2345678")]
    [InlineData("+254+712345678")]
    public void What_is_no_phone_number_is_refused(string? text) =>
        Refused.At("lending.phone_invalid", "phone", () => Phone.Parse(text));

    [Fact]
    public void A_phone_number_prints_masked() => Assert.Equal("+254••••••678", Phone.Parse("+254712345678").ToString());

    [Theory]
    [InlineData(" 12 345-678 ", "12345678", "78")]
    [InlineData("ab.12/34", "AB1234", "4")]
    [InlineData("1234", "1234", "4")]
    [InlineData("12345678901234567890", "12345678901234567890", "7890")]
    public void A_national_id_has_one_form_and_a_short_hint(string text, string normal, string hint)
    {
        Assert.Equal(normal, NationalId.Normalize(text));
        Assert.Equal(hint, NationalId.HintOf(normal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("123")]
    [InlineData("12345678901234567890123456789012x")]
    [InlineData("12_345")]
    public void What_is_no_national_id_is_refused(string? text) =>
        Refused.At("lending.national_id_invalid", "nationalId", () => NationalId.Normalize(text));

    [Fact]
    public void A_masked_name_keeps_the_first_and_the_other_initials()
    {
        Assert.Equal("Amina W. O.", Masked.Name("Amina Wanjiru Otieno"));
        Assert.Equal("•••••••", Masked.Phone("1234567"));
    }

    private static Customer Register(string? name, string? culture = null) =>
        Customer.Register(new(Some.Guid()), name, Phone.Parse("+254712345678"), Id, culture, Some.Noon);
}
