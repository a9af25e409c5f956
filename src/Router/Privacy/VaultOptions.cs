using Microsoft.Extensions.Options;

namespace Hub.Router.Privacy;

/// <summary>The keys of the vault and the pepper of its look-ups. They come from files or the environment, never from appsettings.</summary>
internal sealed class VaultOptions
{
    public const string Section = "Vault";

    /// <summary>Newest first: the first seals, all open.</summary>
    public IReadOnlyList<VaultKey> Keys { get; set; } = [];

    /// <summary>Base64 of at least 32 bytes; not one of the keys.</summary>
    public string Pepper { get; set; } = "";
}

internal sealed class VaultKey
{
    public const int SecretBytes = 32;
    public const int LongestId = 32;

    /// <summary>Stands in every sealed value: letters, digits, dash and underscore.</summary>
    public string Id { get; set; } = "";

    /// <summary>Base64 of 32 bytes.</summary>
    public string Secret { get; set; } = "";
}

/// <summary>Names every fault at once, and never a secret.</summary>
internal sealed class VaultOptionsValidator : IValidateOptions<VaultOptions>
{
    // A random 32-byte secret has fewer distinct bytes than this once in far more than 10^20 draws.
    private const int FewestDistinctBytes = 12;

    public ValidateOptionsResult Validate(string? name, VaultOptions options)
    {
        string[] faults = [.. KeyFaults(options.Keys), .. PepperFaults(options)];
        return faults.Length is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> KeyFaults(IReadOnlyList<VaultKey> keys)
    {
        if (keys.Count is 0)
        {
            yield return "Vault:Keys is empty; give at least one key with Id and Secret (openssl rand -base64 32).";
        }

        for (var index = 0; index < keys.Count; index++)
        {
            if (!IsId(keys[index].Id))
            {
                yield return $"Vault:Keys:{index}:Id must be 1 to {VaultKey.LongestId} letters, digits, dashes or underscores.";
            }

            if (SecretFault(keys[index].Secret, VaultKey.SecretBytes, VaultKey.SecretBytes) is { } fault)
            {
                yield return $"Vault:Keys:{index}:Secret {fault}";
            }
        }

        foreach (var twin in keys.GroupBy(key => key.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"Vault:Keys has the Id '{twin.Key}' {twin.Count()} times; each key needs its own.";
        }
    }

    private static IEnumerable<string> PepperFaults(VaultOptions options)
    {
        if (SecretFault(options.Pepper, VaultKey.SecretBytes, int.MaxValue) is { } fault)
        {
            yield return $"Vault:Pepper {fault}";
        }
        else if (options.Keys.Any(key => key.Secret == options.Pepper))
        {
            yield return "Vault:Pepper is also one of Vault:Keys; make one of its own (openssl rand -base64 32).";
        }
    }

    private static string? SecretFault(string? secret, int fewest, int most)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return "is missing; make one with openssl rand -base64 32.";
        }

        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret, bytes, out var length))
        {
            return "is not base64; make one with openssl rand -base64 32.";
        }

        if (length < fewest || length > most)
        {
            return $"is {length} bytes long, not {fewest}{(most > fewest ? " or more" : "")}; make one with openssl rand -base64 32.";
        }

        return bytes.Take(length).Distinct().Count() < FewestDistinctBytes
            ? "is a placeholder, not random; make one with openssl rand -base64 32."
            : null;
    }

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= VaultKey.LongestId } && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
