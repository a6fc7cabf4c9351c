namespace Paylatch.Domain.Lending;

/// <summary>Personal details with most of them hidden, for screens, logs and messages to others.</summary>
public static class Masked
{
    private const char Dot = '•';

    /// <summary>A phone number in E.164 form: first four characters and last three stay.</summary>
    public static string Phone(string number) =>
        number.Length <= 7 ? new string(Dot, number.Length) : number[..4] + new string(Dot, number.Length - 7) + number[^3..];

    /// <summary>A national id, of which only the hint (its last characters) is readable.</summary>
    public static string NationalId(string hint) => new string(Dot, 6) + hint;

    /// <summary>A name: the first word stays, of the others the first letter.</summary>
    public static string Name(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Select((word, i) => i == 0 ? word : $"{word[0]}."));
    }
}
