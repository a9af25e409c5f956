using System.Net;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.WhatsApp;

/// <summary>Where media may come from and our token may go: https on Meta's own hosts, and nothing else (RELIABILITY T9).</summary>
internal sealed class WhatsAppMediaHosts(IOptions<WhatsAppOptions> options)
{
    // fbcdn.net is reported, not measured (CHANNELS 1.8); a refused host is named in the reason so that a narrow list is seen.
    private static readonly string[] Usual = ["lookaside.fbsbx.com", "fbcdn.net"];

    private readonly string[] suffixes = [.. options.Value.MediaHosts is { Count: > 0 } hosts ? hosts.Select(host => host.TrimStart('.')) : Usual];
    private readonly string? simulator = options.Value.MediaHttpAllowed ? options.Value.GraphAddress.Host : null;

    public bool Allows(Uri address) => address.IsAbsoluteUri && address.UserInfo.Length is 0 && (IsMetas(address) || IsSimulators(address));

    private bool IsMetas(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && address.IsDefaultPort
        && address.HostNameType is UriHostNameType.Dns
        && !IPAddress.TryParse(address.IdnHost, out _)
        && Array.Exists(suffixes, suffix => IsWithin(address.IdnHost, suffix));

    private bool IsSimulators(Uri address) =>
        simulator is not null && address.Scheme is ("http" or "https") && string.Equals(address.Host, simulator, StringComparison.OrdinalIgnoreCase);

    private static bool IsWithin(string host, string suffix) =>
        host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && (host.Length == suffix.Length || host[^(suffix.Length + 1)] is '.');
}
