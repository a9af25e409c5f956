using System.Security.Cryptography;

namespace Hub.Testing.Servers;

/// <summary>A new temporary folder that servers under other accounts can pass through, unlike the system's own temporary folders.</summary>
public static class ServerFolder
{
    public static string Create() =>
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"hub-servers-{RandomNumberGenerator.GetHexString(12, lowercase: true)}")).FullName;
}
