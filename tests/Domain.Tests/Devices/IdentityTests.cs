using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Devices;

public sealed class IdentityTests
{
    private static readonly Gen<string> Imeis =
        from digits in Gen.Choose(0, 9).ArrayOf(14)
        where digits.Any(d => d != 0)
        let first = string.Concat(digits)
        select first + Imei.CheckDigit(first);

    // 490154203237518 and 352099001761481 are the examples printed in articles about the check digit.
    [Theory]
    [InlineData("490154203237518", "490154203237518")]
    [InlineData("35-209900-176148-1", "352099001761481")]
    [InlineData(" 49 015420 323751 8 ", "490154203237518")]
    [InlineData("49/015420.323751/8", "490154203237518")]
    [InlineData("٤٩٠١٥٤٢٠٣٢٣٧٥١٨", "490154203237518")]
    public void An_IMEI_is_read_as_people_copy_it(string text, string expected) => Assert.Equal(expected, Imei.Parse(text).Value);

    [Fact]
    public void An_IMEI_with_its_check_digit_is_accepted() => Holds.For(Imeis, imei => Assert.Equal(imei, Imei.Parse(imei).Value));

    [Fact]
    public void Every_wrong_digit_is_refused() => Holds.For(Imeis, imei =>
    {
        for (var at = 0; at < imei.Length; at++)
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != imei[at])
                    Refused.At("devices.imei_invalid", "imei", () => Imei.Parse(imei[..at] + digit + imei[(at + 1)..]));
    }, tries: 20);

    [Fact]
    public void Two_neighbours_changed_round_are_refused_except_0_and_9() => Holds.For(Imeis, imei =>
    {
        for (var at = 0; at + 1 < imei.Length; at++)
        {
            var (a, b) = (imei[at], imei[at + 1]);
            if (a == b || (a, b) is ('0', '9') or ('9', '0')) continue;
            Refused.With("devices.imei_invalid", () => Imei.Parse($"{imei[..at]}{b}{a}{imei[(at + 2)..]}"));
        }
    }, tries: 50);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("49015420323751")]
    [InlineData("49015420323751A")]
    [InlineData("49015420323751812")]
    [InlineData("000000000000000")]
    [InlineData("+490154203237518")]
    public void What_is_no_IMEI_is_refused(string? text) => Refused.At("devices.imei_invalid", "imei", () => Imei.Parse(text));

    [Theory]
    [InlineData("4901542032375101")]
    [InlineData("0000000000000000")]
    public void An_IMEISV_is_refused_by_its_name(string text) =>
        Refused.At("devices.imei_is_imeisv", "imei", () => Imei.Parse(text));

    [Theory]
    [InlineData(" ab 12-34 ", "AB12-34")]
    [InlineData("0001", "0001")]
    [InlineData("a.b/c_d", "A.B/C_D")]
    public void A_serial_number_has_one_form(string text, string expected) => Assert.Equal(expected, SerialNumber.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("0000")]
    [InlineData("----")]
    [InlineData("ab\"cd")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void What_is_no_serial_number_is_refused(string? text) =>
        Refused.At("devices.serial_invalid", "serial", () => SerialNumber.Parse(text));

    [Fact]
    public void A_code_shown_is_read_back_however_it_is_typed() => Holds.For(
        from bytes in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(12)
        from mess in Gen.Choose(0, 63)
        select (Code: EnrolmentCode.Of(bytes), Mess: mess),
        c =>
        {
            var typed = c.Code.Shown;
            if ((c.Mess & 1) != 0) typed = typed.ToLowerInvariant();
            if ((c.Mess & 2) != 0) typed = typed.Replace('0', 'O');
            if ((c.Mess & 4) != 0) typed = typed.Replace('1', 'l');
            if ((c.Mess & 8) != 0) typed = typed.Replace('1', 'I');
            if ((c.Mess & 16) != 0) typed = typed.Replace("-", " ", StringComparison.Ordinal);
            if ((c.Mess & 32) != 0) typed = " " + typed.Replace("-", "", StringComparison.Ordinal) + "\n";
            Assert.Equal(c.Code, EnrolmentCode.Parse(typed));
            Assert.Equal(c.Code.Hash(), EnrolmentCode.Parse(typed).Hash());
        });

    [Fact]
    public void A_code_is_shown_in_three_groups_and_kept_as_its_hash()
    {
        var code = EnrolmentCode.Parse("7k3m-9qxr-2tbw");
        Assert.Equal(("7K3M9QXR2TBW", "7K3M-9QXR-2TBW"), (code.Value, code.Shown));
        Assert.Equal(32, code.Hash().Length);
        Assert.DoesNotContain("7K3M", code.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Different_codes_have_different_hashes() =>
        Assert.NotEqual(EnrolmentCode.Parse("7K3M9QXR2TBW").Hash(), EnrolmentCode.Parse("7K3M9QXR2TBV").Hash());

    [Fact]
    public void Five_bits_of_each_random_byte_are_used()
    {
        Assert.Equal("0123456789AB", EnrolmentCode.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).Value);
        Assert.Equal("ZZZZZZZZZZZZ", EnrolmentCode.Of([.. Enumerable.Repeat((byte)255, 12)]).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => EnrolmentCode.Of([1, 2, 3]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7K3M-9QXR-2TB")]
    [InlineData("7K3M-9QXR-2TBWX")]
    [InlineData("7K3M-9QXR-2TBU")]
    [InlineData("7K3M-9QXR-2TB!")]
    public void What_is_no_code_is_refused(string? text) =>
        Refused.At("devices.code_malformed", "code", () => EnrolmentCode.Parse(text));

    [Fact]
    public void A_code_is_used_once_within_a_day()
    {
        var enrolment = Enrolment.Open(EnrolmentCode.Parse("7K3M9QXR2TBW"), new(Some.Guid()), Some.Noon);
        Assert.Equal(Some.Noon.AddHours(24), enrolment.ExpiresAt);
        enrolment.Use(Some.Noon.AddHours(24).AddTicks(-1));
        Refused.At("devices.code_used", "code", () => enrolment.Use(Some.Noon));
    }

    [Fact]
    public void A_code_expires_after_a_day()
    {
        var enrolment = Enrolment.Open(EnrolmentCode.Parse("7K3M9QXR2TBW"), new(Some.Guid()), Some.Noon);
        Refused.At("devices.code_expired", "code", () => enrolment.Use(Some.Noon.AddHours(24)));
        Assert.Null(enrolment.UsedAt);
    }

    [Fact]
    public void A_withdrawn_code_cannot_be_used_and_a_used_one_stays_used()
    {
        var enrolment = Enrolment.Open(EnrolmentCode.Parse("7K3M9QXR2TBW"), new(Some.Guid()), Some.Noon);
        enrolment.Withdraw(Some.Noon);
        enrolment.Withdraw(Some.Noon.AddHours(1));
        Assert.Equal(Some.Noon, enrolment.UsedAt);
        Refused.With("devices.code_used", () => enrolment.Use(Some.Noon));
    }
}
