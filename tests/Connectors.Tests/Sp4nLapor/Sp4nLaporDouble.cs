using System.Collections.Concurrent;
using System.Net;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.Sp4nLapor;

/// <summary>The channel's parts against a running simulator, without waits between attempts.</summary>
internal sealed class Sp4nLaporDouble(Sp4nLaporSimulator lapor, StoppedClock clock, HttpClient http) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 8, 17, 3, 0, 0, TimeSpan.Zero);

    public Sp4nLaporSimulator Lapor => lapor;

    public Sp4nLaporDesk Desk => lapor.Desk;

    public StoppedClock Clock => clock;

    public Lines<object> Lines { get; } = new();

    public static async Task<Sp4nLaporDouble> StartAsync(Func<Sp4nLaporSetup, Sp4nLaporSetup>? change = null)
    {
        var clock = new StoppedClock(Start);
        var setup = new Sp4nLaporSetup(clock);
        var lapor = await Sp4nLaporSimulator.StartAsync(change?.Invoke(setup) ?? setup, TestContext.Current.CancellationToken);
        var http = new HttpClient { BaseAddress = lapor.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", lapor.Setup.ApiKey);
        return new Sp4nLaporDouble(lapor, clock, http);
    }

    public Sp4nLaporPoller Poller(int pageSize = 100) => new(Reader(), Settings(pageSize), clock, new Lines<Sp4nLaporPoller>(Lines.All));

    public Sp4nLaporAudit Audit(int pageSize = 100) => new(Reader(), Settings(pageSize), clock);

    public Sp4nLaporStatusSink Sink() => new(Client(), Reader(), clock, new Lines<Sp4nLaporStatusSink>(Lines.All));

    public string Add(string title = "Jalan berlubang", string content = "Lubang besar di depan pasar.", DateTimeOffset? updatedAt = null) =>
        Desk.AddReport(new Sp4nLaporSubmission(title, content) { UpdatedAt = updatedAt });

    /// <summary>Polls until the channel has no more, storing items by key as the hub does.</summary>
    public static async Task<string?> DrainAsync(IPolledChannel channel, string? cursor, IDictionary<string, RawItem> store)
    {
        for (var round = 0; round < 200; round++)
        {
            var page = Assert.IsType<PollResult.Page>(await channel.FetchAsync(cursor, TestContext.Current.CancellationToken));
            foreach (var item in page.Items)
            {
                store.TryAdd(item.Key!, item);
            }

            cursor = page.NextCursor;
            if (!page.HasMore)
            {
                return cursor;
            }
        }

        throw new InvalidOperationException("The poller never came to an end.");
    }

    public static IOptions<Sp4nLaporOptions> Settings(int pageSize = 100) =>
        Options.Create(new Sp4nLaporOptions { Mode = Sp4nLaporMode.Api, AgencyId = "1042", PageSize = pageSize });

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await lapor.DisposeAsync();
    }

    private Sp4nLaporClient Client() => new(http, Settings());

    private Sp4nLaporReader Reader() => new(Client(), clock);
}

/// <summary>A folder of one test, gone after it.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sp4n-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Keeps what was logged, message and properties alike.</summary>
internal sealed class Lines<T>(ConcurrentQueue<string>? shared = null) : ILogger<T>, ILoggerProvider
{
    public ConcurrentQueue<string> All { get; } = shared ?? new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        All.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue($"{formatter(state, exception)} {exception}");

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }
}

/// <summary>A channel that gives one prepared answer to every call and keeps the bodies sent.</summary>
internal sealed class Canned(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<string> Sent { get; } = [];

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Sent.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {body}".TrimEnd());
        return answer(request);
    }
}
