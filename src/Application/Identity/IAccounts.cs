using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>
/// The people who sign in at this tenant, kept by ASP.NET Core Identity. Each finding of one account locks its row until
/// the operation ends, so that fifty guesses at once count as fifty.
/// </summary>
public interface IAccounts
{
    /// <summary>The account of an e-mail address or phone number; null when there is none.</summary>
    Task<Account?> FindByName(string userName, CancellationToken ct);

    /// <summary>The account of an id; null when there is none.</summary>
    Task<Account?> Find(UserId id, CancellationToken ct);

    /// <summary>
    /// The account of the customer who has this phone number now, opened when the customer never signed in before;
    /// null when no customer has the number.
    /// </summary>
    Task<Account?> FindCustomerByPhone(string phone, CancellationToken ct);

    /// <summary>All staff, by name; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Account>> ListStaff(int limit, CancellationToken ct);

    /// <summary>How many open accounts have a role; locks them, so that two closings at once see each other.</summary>
    Task<int> CountOpen(Role role, CancellationToken ct);

    /// <summary>Opens an account.</summary>
    /// <exception cref="Refusal"><c>identity.user_name_taken</c></exception>
    Task<Account> Open(NewAccount account, CancellationToken ct);

    /// <summary>True when the password is right; says nothing of locks.</summary>
    Task<bool> CheckPassword(UserId id, string password, CancellationToken ct);

    /// <summary>Takes as long as <see cref="CheckPassword"/>, for names nobody has.</summary>
    void CheckNobody(string password);

    /// <summary>Counts a failure. The fifth makes the account rest for 15 minutes.</summary>
    /// <returns>Until when the account rests, when this failure made it so.</returns>
    Task<DateTimeOffset?> CountFailure(UserId id, CancellationToken ct);

    /// <summary>Forgets the failures.</summary>
    Task ForgetFailures(UserId id, CancellationToken ct);

    /// <summary>Sets the password and ends all sessions.</summary>
    Task SetPassword(UserId id, string password, CancellationToken ct);

    /// <summary>Closes the account and ends all sessions.</summary>
    Task Disable(UserId id, CancellationToken ct);
}

/// <summary>Chance, and hashes under the platform's key: they come from outside.</summary>
public interface ISecrets
{
    /// <summary>Random decimal digits.</summary>
    string Digits(int count);

    /// <summary>Random characters of 0-9, A-Z, a-z.</summary>
    string Base62(int count);

    /// <summary>A random password that can be read over the phone.</summary>
    string Password();

    /// <summary>A hash nobody can make without the platform's key; another for each tenant and purpose.</summary>
    byte[] Hash(string value, string purpose);
}

/// <summary>Hands a sign-in code to the customer's phone, by way of the tenant's messages.</summary>
public interface ISignInMessages
{
    /// <summary>Puts the message into the tenant's outbox, in this operation's transaction.</summary>
    Task Queue(CustomerId customer, string phone, string code, CancellationToken ct);
}
