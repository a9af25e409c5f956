using System.Security.Cryptography;
using System.Text;
using Hub.Router.Privacy;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Privacy;

/// <summary>Vault settings whose secrets are derived from words, so that two tests never share one by accident.</summary>
internal static class TestVault
{
    public static VaultKey Key(string id, string? words = null) => new() { Id = id, Secret = Secret(words ?? id) };

    public static VaultOptions Settings(params VaultKey[] keys) => new() { Keys = keys, Pepper = Secret("pepper") };

    public static Seal Seal(params VaultKey[] keys) => new(Options.Create(Settings(keys)));

    public static string Secret(string words) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
}
