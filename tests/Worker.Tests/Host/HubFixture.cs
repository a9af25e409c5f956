using System.Text.Json.Nodes;

namespace Hub.Worker.Tests.Host;

/// <summary>One embedded hub for all tests of a group that leave it in order. They count what it holds, so one class of a group works with it at a time.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    internal EmbeddedHub Hub { get; private set; } = null!;

    /// <summary>A webhook is answered 200 also where a commit takes long.</summary>
    public async ValueTask InitializeAsync() => Hub = await EmbeddedHub.StartAsync(
        TestContext.Current.CancellationToken, settings => settings["Intake"] = new JsonObject { ["LongestWait"] = "00:00:30" });

    public async ValueTask DisposeAsync() => await Hub.DisposeAsync();
}

/// <summary>What a hub is asked over HTTP.</summary>
[CollectionDefinition(Name)]
public sealed class HubOverHttp : ICollectionFixture<HubFixture>
{
    public const string Name = "A hub over HTTP";
}

/// <summary>What a hub is asked by its verbs.</summary>
[CollectionDefinition(Name)]
public sealed class HubByVerbs : ICollectionFixture<HubFixture>
{
    public const string Name = "A hub by its verbs";
}
