using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.UnitWebhook;

/// <summary>How a host name becomes addresses; a seam, since a name may answer differently a moment later.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>The address leads into a network that units' addresses may not lead into.</summary>
internal sealed class AddressRefusedException(string host) : IOException($"The host {host} lies in a private network.");

/// <summary>Opens connections to public addresses only. The name is looked up once and the socket goes to that very answer.</summary>
internal sealed class GuardedConnect(IOptions<UnitWebhookOptions> options, ResolveHost resolve)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Where a connection may go; never empty.</returns>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        IPAddress[] open = options.Value.AllowsPrivate(host) ? addresses : [.. addresses.Where(PublicAddress.IsPublic)];

        return open.Length > 0 ? open : throw new AddressRefusedException(host);
    }
}
