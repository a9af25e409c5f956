using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Benchmarks.Load;

/// <summary>A signed webhook as it goes over the wire, written beforehand, so that writing and signing it is no part of what is measured.</summary>
internal static class Request
{
    /// <param name="header">Name of the header of the signature, with what stands before the hexadecimal digits.</param>
    public static byte[] Write(string path, byte[] body, (string Name, string Prefix, string Secret) header)
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(header.Secret), body));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n{header.Name}: {header.Prefix}{signature}\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
