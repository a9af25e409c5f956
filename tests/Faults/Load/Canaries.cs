using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Faults.Load;

/// <summary>
/// Marked identities, made from the seed alone: each can be found again wherever it leaks to, and says whose it is
/// (RELIABILITY 3.4, S6). No real person has them.
/// </summary>
internal sealed class Canaries
{
    private const int Letters = 10;
    private const int IndexDigits = 5;

    public Canaries(int seed)
    {
        var random = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"canary {seed}")));
        Digits = string.Create(CultureInfo.InvariantCulture, $"{1 + (random[0] % 9)}{BitConverter.ToUInt16(random, 1) % 10_000:D4}");
        Mark = "Zq" + string.Concat(random.Skip(4).Take(Letters - 2).Select(each => (char)('a' + (each % 26))));
    }

    /// <summary>Five digits in every number.</summary>
    public string Digits { get; }

    /// <summary>Ten letters in every name, e-mail and street.</summary>
    public string Mark { get; }

    /// <summary>62 8… with 13 digits; the last five are the citizen's index.</summary>
    public string Phone(int citizen) => $"628{Digits}{Index(citizen)}";

    public string Name(int citizen) => $"{Mark}{Index(citizen)} Warga";

    public string Email(int citizen) => $"{Mark.ToLowerInvariant()}{Index(citizen)}@contoh.id";

    /// <summary>16 digits.</summary>
    public string Nik(int citizen) => $"32{Digits}0{Index(citizen)}001";

    public string Street(int citizen) => $"Jl. {Mark}{Index(citizen)} No. 7";

    private static string Index(int citizen) => citizen.ToString($"D{IndexDigits}", CultureInfo.InvariantCulture);
}
