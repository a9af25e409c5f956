using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>A scene on the shared servers with its hub running and somebody at the units' desk.</summary>
internal sealed record Play(Scene Scene, HubProcess Hub, UnitDesk Desk) : IAsyncDisposable
{
    public static async Task<Play> StartAsync(RealServers servers, CancellationToken cancellationToken)
    {
        var scene = await Scene.StartAsync(await servers.NewDatabaseAsync(cancellationToken), await servers.NewVirtualHostAsync(cancellationToken), cancellationToken);
        try
        {
            return new Play(scene, await scene.StartHubAsync(null, cancellationToken), await UnitDesk.OpenAsync(scene.Broker, cancellationToken));
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Scene.DisposeAsync();
    }
}
