using System.Collections.Concurrent;
using Hub.Connectors.UnitWebhook;
using Hub.Contracts.Channels;
using Hub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.UnitWebhook;

/// <summary>The hub's side as registered, with a stopped clock and every log line of every level kept.</summary>
internal sealed class UnitHub : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly ServiceProvider services;

    /// <param name="patience">For a whole attempt, name look-up and all, by the clock that is given.</param>
    public UnitHub(string? allowed = "127.0.0.1", ResolveHost? resolve = null, TimeProvider? clock = null, string patience = "00:00:30")
    {
        var settings = new Dictionary<string, string?> { ["UnitWebhook:AttemptTimeout"] = patience };
        if (allowed is not null)
        {
            settings["UnitWebhook:AllowedPrivateHosts:0"] = allowed;
        }

        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddSingleton(clock ?? Clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Logged)));
        if (resolve is not null)
        {
            collection.AddSingleton(resolve);
        }

        services = collection.AddUnitWebhook().BuildServiceProvider();
    }

    public StoppedClock Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1614265330));

    public ConcurrentQueue<string> Logged { get; } = [];

    public Task<SyncResult> PushAsync(Uri address, params string[] secrets) => services.GetRequiredService<IUnitEndpoint>().PushAsync(
        new UnitPush("msg_p5jXN8AQM9LWM0D4loKWxJek", address, secrets is [] ? [Secret] : secrets, """{"test": 2432232314}"""u8.ToArray()),
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private sealed class Lines(ConcurrentQueue<string> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            logged.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
