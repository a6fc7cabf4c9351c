using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Identity;

/// <summary>
/// Every "no" about accounts, passwords, codes and keys. A wrong password or code is an answer and no refusal: it must be
/// counted, and a refusal changes nothing.
/// </summary>
public static class AccountRefusals
{
    /// <summary>Too many codes for one phone number.</summary>
    public static Refusal CodeTooOften() => new(
        "identity.code_too_often", "A code was sent to this number a moment ago. Wait before you ask for another.", RefusalKind.TooMany, "phone");

    /// <summary>Not a phone number.</summary>
    public static Refusal PhoneInvalid() =>
        new("identity.phone_invalid", "Give the phone number with its country code, such as +254 712 345 678.", field: "phone");

    /// <summary>Not an e-mail address.</summary>
    public static Refusal EmailInvalid(string field = "email") =>
        new("identity.email_invalid", "Give an e-mail address, such as amina@example.com.", field: field);

    /// <summary>The person's name is missing or too long.</summary>
    public static Refusal NameInvalid() => new("identity.name_invalid", "Give a name of 2 to 80 characters.", field: "name");

    /// <summary>Somebody signs in with it already.</summary>
    public static Refusal UserNameTaken() =>
        new("identity.user_name_taken", "Somebody already signs in with this address.", RefusalKind.Conflict, "email");

    /// <summary>Not a role that can be given here.</summary>
    public static Refusal RoleNotGivable() => new("identity.role_invalid", "Choose one of the roles in the list.", field: "role");

    /// <summary>A regional admin without a region, or another with one.</summary>
    public static Refusal RegionNeeded() => new("identity.region_needed", "Choose the region this person looks after.", field: "region");

    /// <summary>No such account.</summary>
    public static Refusal NotFound() => new("identity.account_not_found", "There is no such account.", RefusalKind.NotFound);

    /// <summary>People do not close their own account by mistake.</summary>
    public static Refusal NotYourself() =>
        new("identity.not_yourself", "You cannot close your own account. Ask another administrator.", RefusalKind.Conflict);

    /// <summary>Somebody must be left to manage.</summary>
    public static Refusal LastAdmin() =>
        new("identity.last_admin", "This is the last administrator. Make another one first.", RefusalKind.Conflict);

    /// <summary>Too short.</summary>
    public static Refusal PasswordTooShort(int least) =>
        new("identity.password_too_short", $"Use at least {least} characters. A few words together are easy to remember.", field: "password");

    /// <summary>Too long.</summary>
    public static Refusal PasswordTooLong(int most) =>
        new("identity.password_too_long", $"Use at most {most} characters.", field: "password");

    /// <summary>Everybody's first guess.</summary>
    public static Refusal PasswordCommon() =>
        new("identity.password_common", "This password is among the first that attackers try. Choose another.", field: "password");

    /// <summary>The password gives away whose it is.</summary>
    public static Refusal PasswordHasName() =>
        new("identity.password_has_name", "The password must not contain your own name or address.", field: "password");

    /// <summary>The present password was typed wrong.</summary>
    public static Refusal PasswordWrong() =>
        new("identity.password_wrong", "That is not your present password.", field: "current");

    /// <summary>The key's name is missing or too long.</summary>
    public static Refusal KeyNameInvalid() =>
        new("identity.key_name_invalid", "Give the key a name of 2 to 60 characters, such as the program that uses it.", field: "name");

    /// <summary>No such key.</summary>
    public static Refusal KeyNotFound() => new("identity.key_not_found", "There is no such key.", RefusalKind.NotFound);
}
