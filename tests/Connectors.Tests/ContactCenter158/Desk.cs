using System.Net.Http.Headers;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.ContactCenter158;

/// <summary>The simulator and the hub's side of the channel, on one stopped clock.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly DateTimeOffset Morning = new(2026, 8, 20, 3, 15, 0, TimeSpan.Zero);

    private readonly HttpClient http;

    private Desk(ContactCenter158Simulator simulator, StoppedClock clock, int pageSize)
    {
        Simulator = simulator;
        Clock = clock;
        http = new HttpClient { BaseAddress = simulator.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", simulator.Settings.AccessToken) } };
        Client = new ContactCenter158Client(http);
        Poller = new ContactCenter158Poller(Client, Settings(pageSize), clock, Logs.For<ContactCenter158Poller>());
        Sink = new ContactCenter158StatusSink(Client, clock, Logs.For<ContactCenter158StatusSink>());
    }

    public ContactCenter158Simulator Simulator { get; }

    public StoppedClock Clock { get; }

    public CapturedLogs Logs { get; } = new();

    public ContactCenter158Client Client { get; }

    public ContactCenter158Poller Poller { get; }

    public ContactCenter158StatusSink Sink { get; }

    public static async Task<Desk> StartAsync(int pageSize = 100)
    {
        var clock = new StoppedClock(Morning);
        var simulator = await ContactCenter158Simulator.StartAsync(new(), new FaultDial(158, clock), clock, TestContext.Current.CancellationToken);
        return new Desk(simulator, clock, pageSize);
    }

    public static IOptions<ContactCenter158Options> Settings(int pageSize = 100) =>
        Options.Create(new ContactCenter158Options { PageSize = pageSize });

    public Ticket Add(string subject = "Jalan berlubang", string description = "Lubang sedalam 20 cm di lajur kiri.") =>
        Simulator.AddTicket(new TicketDraft(subject, description));

    public async Task<PollResult.Page> PageAsync(string? cursor) =>
        Assert.IsType<PollResult.Page>(await Poller.FetchAsync(cursor, TestContext.Current.CancellationToken));

    /// <summary>Follows the feed to its end; between two pages the test may change the world.</summary>
    public async Task<(List<RawItem> Items, string? Cursor)> ReadAsync(string? cursor, Action<int>? afterPage = null)
    {
        List<RawItem> items = [];
        for (var number = 1; ; number++)
        {
            var page = await PageAsync(cursor);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
            if (!page.HasMore)
            {
                return (items, cursor);
            }

            afterPage?.Invoke(number);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Simulator.DisposeAsync();
    }
}
