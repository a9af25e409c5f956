using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Hub.Connectors.UnitWebhook;

/// <summary>Tells addresses of the open internet from those that lead inside (RELIABILITY 4.2, T9).</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // IANA special-purpose registries. NAT64 (64:ff9b::/96), unique local, link-local and multicast IPv6 lie outside 2000::/3.
    private static readonly FrozenSet<IPNetwork> Inside = FrozenSet.ToFrozenSet(new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    }.Select(network => IPNetwork.Parse(network)));

    /// <remarks>IPv4-mapped addresses are asked for first: IPNetwork.Contains finds ::ffff:10.0.0.1 in 2000::/3.</remarks>
    public static bool IsPublic(IPAddress address) => !address.IsIPv4MappedToIPv6
        && (address.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(address))
        && !Inside.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
}
