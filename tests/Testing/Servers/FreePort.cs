using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

namespace Hub.Testing.Servers;

/// <summary>Ports of the loopback interface that nobody listens on, below the range the system gives to outgoing calls.</summary>
public static class FreePort
{
    private const int Lowest = 20_000;
    private const int Highest = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>Never gives one port twice in a process, so that a server can be started again where it was.</summary>
    public static int Next()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        for (var attempt = 0; attempt < Highest - Lowest; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (!taken.Contains(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port between {Lowest} and {Highest} is free.");
    }

    /// <summary>The loopback address with a port of its own.</summary>
    public static IPEndPoint NextEndPoint() => new(IPAddress.Loopback, Next());
}
