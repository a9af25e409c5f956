using Hub.Worker.Tests.Host;

[assembly: AssemblyFixture(typeof(HubFixture))]

namespace Hub.Worker.Tests.Host;

/// <summary>One embedded hub for all tests that leave it in order.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    internal EmbeddedHub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await EmbeddedHub.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Hub.DisposeAsync();
}
