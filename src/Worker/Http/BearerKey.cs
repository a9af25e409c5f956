using System.Security.Cryptography;
using System.Text;

namespace Hub.Worker.Http;

/// <summary>Reads the key of a caller.</summary>
internal static class BearerKey
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization.Count == 1 && request.Headers.Authorization[0] is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    public static bool Matches(string? given, string wanted) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
