using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Simulators.ContactCenter158;

/// <summary>Contact Center 158 as the contract of CHANNELS 3.5 describes it, on a port of this machine, with an agent's desk for tests and the demo.</summary>
public sealed class ContactCenter158Simulator : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly TicketBook book;
    private readonly ChangeFeed feed;
    private readonly StatusDesk desk;
    private readonly TokenDesk tokens;
    private readonly WakeUpSender wakeUps;

    private ContactCenter158Simulator(ContactCenter158SimulatorSettings settings, FaultDial dial, TimeProvider clock)
    {
        Settings = settings;
        Dial = dial;
        book = new TicketBook(clock);
        feed = new ChangeFeed(book, dial);
        desk = new StatusDesk(book);
        tokens = new TokenDesk(settings, clock);
        wakeUps = new WakeUpSender(settings, dial, clock);
        book.OnCommit = wakeUps.Tell;
        application = Build(settings.Port);
    }

    public ContactCenter158SimulatorSettings Settings { get; }

    public FaultDial Dial { get; }

    /// <summary>Root of the API and of the operator's page.</summary>
    public Uri Address { get; private set; } = null!;

    public Uri TokenAddress => new(Address, "/oauth/token");

    /// <summary>Where changes are announced; null announces nothing.</summary>
    public Uri? HubWebhook
    {
        get => wakeUps.HubAddress;
        set => wakeUps.HubAddress = value;
    }

    public int WakeUpsAccepted => wakeUps.Accepted;

    public int TokensGranted => tokens.Grants;

    /// <summary>How far the vendor's clock runs ahead.</summary>
    public TimeSpan ClockSkew
    {
        get => book.Skew;
        set => book.Skew = value;
    }

    public IReadOnlyList<Ticket> Tickets => book.All();

    /// <summary>Every status the vendor took, in order of arrival, replays marked.</summary>
    public IReadOnlyList<ReceivedStatus> Statuses => desk.Ledger();

    /// <summary>Operations that took effect more than once.</summary>
    public IReadOnlyList<string> Doubles => desk.Doubles();

    public static async Task<ContactCenter158Simulator> StartAsync(
        ContactCenter158SimulatorSettings settings, FaultDial dial, TimeProvider clock, CancellationToken cancellationToken)
    {
        var simulator = new ContactCenter158Simulator(settings, dial, clock);
        await simulator.application.StartAsync(cancellationToken);
        simulator.Address = new Uri(simulator.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        simulator.wakeUps.Start();
        return simulator;
    }

    public Ticket AddTicket(TicketDraft draft)
    {
        var ticket = book.Prepare(draft);
        Commit(ticket);
        return ticket;
    }

    /// <summary>A ticket whose transaction stays open: it has its number and time, and nobody sees it before <see cref="Commit"/>.</summary>
    public Ticket Prepare(TicketDraft draft) => book.Prepare(draft);

    public void Commit(Ticket prepared) =>
        book.Commit(prepared, new TicketEvent("E1", "created", prepared.CreatedAt, "agent", prepared.Version));

    public Ticket Edit(string ticketNo, Func<Ticket, Ticket> change) =>
        book.Change(ticketNo, change, after => Event(after, "edited", "agent"));

    public Ticket Close(string ticketNo) => book.Change(
        ticketNo,
        current => current with { Status = "closed", VendorStatus = VendorWords.For("closed") },
        after => Event(after, "status", "agent") with { Status = "closed" });

    public Ticket Delete(string ticketNo) =>
        book.Change(ticketNo, current => current with { IsDeleted = true }, after => Event(after, "deleted", "agent"));

    public Ticket Merge(string ticketNo, string into) => book.Change(
        ticketNo,
        current => current with { Status = "duplicate", VendorStatus = VendorWords.For("duplicate"), DuplicateOf = into, MergedInto = into },
        after => Event(after, "status", "agent") with { Status = "duplicate" });

    /// <summary>The caller rings again about a ticket.</summary>
    public Ticket AddCallerReply(string ticketNo, string text) =>
        book.Change(ticketNo, current => current, after => Event(after, "note", "caller") with { Text = text });

    /// <summary>A database administrator changes a row: the feed says nothing, the ticket shows it.</summary>
    public Ticket EditBehindTheFeed(string ticketNo, Func<Ticket, Ticket> change) => book.Hide(ticketNo, change);

    /// <summary>A row is removed without a tombstone: from now on nobody knows the ticket.</summary>
    public void DeleteBehindTheFeed(string ticketNo) => book.Vanish(ticketNo);

    /// <summary>A ticket that stands behind every cursor given out so far; only a walk from an earlier time meets it.</summary>
    public Ticket AddBehindTheFeed(TicketDraft draft)
    {
        var ticket = book.Prepare(draft);
        book.Slip(ticket, new TicketEvent("E1", "created", ticket.CreatedAt, "agent", ticket.Version));
        return ticket;
    }

    /// <summary>Status updates that are answered like every other, and are then lost: by update id and ticket.</summary>
    public Func<string, string, bool> Swallows
    {
        get => desk.Swallows;
        set => desk.Swallows = value;
    }

    /// <summary>Every cursor given out so far answers 410 from now on.</summary>
    public void ExpireCursors() => feed.Expire();

    /// <summary>Every granted token is refused from now on.</summary>
    public void RevokeTokens() => tokens.Revoke();

    public async ValueTask DisposeAsync()
    {
        await wakeUps.DisposeAsync();
        await application.DisposeAsync();
    }

    private TicketEvent Event(Ticket ticket, string type, string role) =>
        new(book.NextEventId(ticket.TicketNo), type, ticket.UpdatedAt, role, ticket.Version);

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));

        var built = builder.Build();
        built.UseWhen(context => IsApi(context.Request.Path), api => api.Use(Dial.InvokeAsync));
        built.UseWhen(context => context.Request.Path.StartsWithSegments("/v1"), api => api.Use(tokens.CheckAsync));
        built.MapPost("/oauth/token", tokens.GrantAsync);
        new TicketApi(book, feed, desk).Map(built);
        built.MapGet("/", new OperatorPage(book, desk, Dial).Show);
        return built;
    }

    private static bool IsApi(PathString path) => path.StartsWithSegments("/v1") || path.StartsWithSegments("/oauth");
}
