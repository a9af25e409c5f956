using System.Net;
using System.Text;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.ContactCenter158;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158AuditTests : IAsyncLifetime
{
    private static readonly AuditWindow Window = new(Desk.Morning.AddDays(-1), Desk.Morning.AddDays(1));

    private Desk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => desk = await Desk.StartAsync();

    public async ValueTask DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task The_list_is_walked_to_its_end_page_by_page()
    {
        var tickets = Enumerable.Range(0, 7).Select(_ => desk.Add().TicketNo).ToList();

        var entries = await ListAsync(Audit(pageSize: 2));

        Assert.Equal(tickets, entries.Select(entry => entry.ExternalId));
        Assert.All(entries, entry => Assert.Equal(("1", "Baru", Desk.Morning), (entry.ContentVersion, entry.Word, entry.CameAt!.Value)));
    }

    [Fact]
    public async Task A_ticket_that_stands_behind_the_polls_cursor_is_listed_all_the_same()
    {
        desk.Add();
        var (_, cursor) = await desk.ReadAsync(null);
        var hidden = desk.Simulator.AddBehindTheFeed(new TicketDraft("Banjir", "Air masuk rumah."));

        Assert.DoesNotContain((await desk.ReadAsync(cursor)).Items, item => item.Key!.StartsWith(hidden.TicketNo, StringComparison.Ordinal));
        Assert.Contains(await ListAsync(Audit()), entry => entry.ExternalId == hidden.TicketNo);
    }

    [Fact]
    public async Task Version_and_state_are_those_that_intake_would_read()
    {
        var closed = desk.Simulator.Close(desk.Add().TicketNo);
        var deleted = desk.Simulator.Delete(desk.Add().TicketNo);

        var entries = await ListAsync(Audit());

        var raw = (await desk.ReadAsync(null)).Items[0];
        var read = Assert.IsType<InboundReport>(new ContactCenter158Normaliser().Normalise(raw).Items.Single());
        var entry = entries.Single(one => one.ExternalId == closed.TicketNo);
        Assert.Equal((read.ContentVersion, read.ChannelState, read.ChannelWord), (entry.ContentVersion, entry.State, entry.Word));
        Assert.Equal((true, ReportState.Withdrawn, null), entries.Single(one => one.ExternalId == deleted.TicketNo) is var gone ? (gone.IsGone, gone.State, gone.CameAt) : default);
    }

    [Fact]
    public async Task One_ticket_comes_with_the_body_and_the_key_that_the_poll_would_give()
    {
        var ticket = desk.Simulator.EditBehindTheFeed(desk.Add().TicketNo, current => current with { Version = 4, Subject = "Lebih lebar" });

        var shown = Assert.IsType<AuditFind.Shown>(await Audit().FindAsync(ticket.TicketNo, Token));

        Assert.Equal("4", shown.Entry.ContentVersion);
        Assert.Equal($"{ticket.TicketNo}:4", Assert.Single(shown.Bodies).Key);
        Assert.Contains("Lebih lebar", Encoding.UTF8.GetString(shown.Bodies[0].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_nobody_knows_is_not_shown()
    {
        var ticket = desk.Add();
        desk.Simulator.DeleteBehindTheFeed(ticket.TicketNo);

        Assert.IsType<AuditFind.NotShown>(await Audit().FindAsync(ticket.TicketNo, Token));
        Assert.Empty(await ListAsync(Audit()));
    }

    [Fact]
    public async Task A_day_agrees_when_every_ticket_and_version_does()
    {
        var (first, second) = (desk.Add(), desk.Add());
        var day = DateOnly.FromDateTime(Desk.Morning.ToOffset(TimeSpan.FromHours(7)).DateTime);
        AuditedVersion[] held = [new(second.TicketNo, "1"), new(first.TicketNo, "1")];

        Assert.IsType<DigestResult.Agrees>(await Audit().CompareAsync(day, held, Token));
        Assert.IsType<DigestResult.Differs>(await Audit().CompareAsync(day, held[..1], Token));
        desk.Simulator.EditBehindTheFeed(first.TicketNo, current => current with { Version = 2 });
        Assert.IsType<DigestResult.Differs>(await Audit().CompareAsync(day, held, Token));
        Assert.IsType<DigestResult.Agrees>(await Audit().CompareAsync(day.AddDays(-1), [], Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "{}")]
    [InlineData(HttpStatusCode.Gone, """{"code":"cursor_expired"}""")]
    [InlineData(HttpStatusCode.OK, "<!doctype html><p>Galat")]
    [InlineData(HttpStatusCode.OK, """{"items":[],"next_cursor":"same","has_more":true}""")]
    [InlineData(HttpStatusCode.OK, """{"items":[{"ticket_no":"1","ver""")]
    public async Task What_is_not_a_whole_answer_is_unavailable_and_never_an_end(HttpStatusCode status, string body)
    {
        using var http = new HttpClient(new Answering(status, body)) { BaseAddress = new Uri("http://158.test/") };
        var audit = new ContactCenter158Audit(new ContactCenter158Client(http), Desk.Settings(), desk.Clock);

        Assert.IsType<AuditResult.Unavailable>(await audit.ListAsync(Window, "same", Token));
        Assert.Equal(status is HttpStatusCode.Gone, await audit.FindAsync("158-1", Token) is AuditFind.NotShown);
        Assert.IsType<DigestResult.Unavailable>(await audit.CompareAsync(new DateOnly(2026, 8, 20), [], Token));
    }

    [Fact]
    public void The_channel_brings_its_audit()
    {
        var services = new ServiceCollection();
        services.AddContactCenter158(new Microsoft.Extensions.Configuration.ConfigurationBuilder()
            .Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = new Dictionary<string, string?> { [$"{ContactCenter158Options.Section}:BaseAddress"] = "http://127.0.0.1/" } }).Build());

        Assert.Contains(services, service => service.ServiceType == typeof(IChannelAudit) && service.ImplementationType == typeof(ContactCenter158Audit));
    }

    private ContactCenter158Audit Audit(int pageSize = 100) => new(desk.Client, Desk.Settings(pageSize), desk.Clock);

    private static async Task<List<AuditEntry>> ListAsync(ContactCenter158Audit audit)
    {
        List<AuditEntry> entries = [];
        string? cursor = null;
        do
        {
            var page = Assert.IsType<AuditResult.Page>(await audit.ListAsync(Window, cursor, Token));
            entries.AddRange(page.Entries);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return entries;
    }

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json") });
    }
}
