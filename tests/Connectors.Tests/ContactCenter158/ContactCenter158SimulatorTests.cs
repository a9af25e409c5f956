using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;

namespace Hub.Connectors.Tests.ContactCenter158;

/// <summary>The tests of the channel are worth what the simulator is worth, so it is held to the contract by plain calls.</summary>
public sealed class ContactCenter158SimulatorTests : IAsyncLifetime
{
    private readonly StoppedClock clock = new(Desk.Morning);
    private readonly HttpClient http = new();
    private ContactCenter158Simulator simulator = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        simulator = await ContactCenter158Simulator.StartAsync(new(), new FaultDial(1, clock), clock, Token);
        http.BaseAddress = simulator.Address;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", simulator.Settings.AccessToken);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_is_read_with_its_version_as_etag()
    {
        var ticket = Add();
        simulator.AddCallerReply(ticket.TicketNo, "Makin lebar.");

        using var response = await http.GetAsync($"v1/tickets/{ticket.TicketNo}", Token);

        Assert.Equal("\"2\"", response.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("v1/tickets/158-0", Token)).StatusCode);
    }

    [Fact]
    public async Task A_deleted_ticket_shows_its_tombstone_alone()
    {
        var ticket = Add();
        simulator.Delete(ticket.TicketNo);

        var item = (await JsonAsync("v1/tickets/changes")).GetProperty("items")[0];

        Assert.Equal(["ticket_no", "version", "updated_at", "deleted"], item.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_key_gives_the_same_answer_for_seven_days()
    {
        var ticket = Add();

        Assert.Equal((HttpStatusCode.OK, 2), await PushAsync(ticket, "in_progress", "k1"));
        clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal((HttpStatusCode.OK, 2), await PushAsync(ticket, "in_progress", "k1"));
        Assert.Equal((HttpStatusCode.Conflict, null), await PushAsync(ticket, "resolved", "k1"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.OK, 3), await PushAsync(ticket, "in_progress", "k1"));
        Assert.Equal(["k1"], simulator.Doubles);
    }

    [Theory]
    [InlineData("closed", "in_progress", HttpStatusCode.UnprocessableEntity)] // closed is final
    [InlineData("in_progress", "assigned", HttpStatusCode.UnprocessableEntity)] // back
    [InlineData("resolved", "in_progress", HttpStatusCode.OK)] // reopened
    [InlineData("new", "eskalasi", HttpStatusCode.UnprocessableEntity)]
    [InlineData("new", "rejected", HttpStatusCode.UnprocessableEntity)] // no reason given
    [InlineData("waiting_citizen", "in_progress", HttpStatusCode.OK)]
    public async Task Only_allowed_transitions_are_taken(string from, string to, HttpStatusCode answer)
    {
        var ticket = Add();
        simulator.Edit(ticket.TicketNo, current => current with { Status = from });

        Assert.Equal(answer, (await PushAsync(ticket, to, "k1")).Status);
    }

    [Fact]
    public async Task A_moved_version_is_told_with_the_new_one() =>
        Assert.Equal((HttpStatusCode.PreconditionFailed, 1), await PushAsync(Add(), "in_progress", "k1", ifMatch: "\"7\""));

    [Fact]
    public async Task Without_a_token_nothing_is_shown()
    {
        using var stranger = new HttpClient { BaseAddress = simulator.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("v1/tickets/changes", Token)).StatusCode);
    }

    [Fact]
    public async Task Cursors_end_after_thirty_days_and_nonsense_is_refused()
    {
        Add();
        var cursor = (await JsonAsync("v1/tickets/changes")).GetProperty("next_cursor").GetString();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"v1/tickets/changes?cursor={cursor}", Token)).StatusCode);

        clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(HttpStatusCode.Gone, (await http.GetAsync($"v1/tickets/changes?cursor={cursor}", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("v1/tickets/changes?cursor=abc", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("v1/tickets/changes?limit=501", Token)).StatusCode);
    }

    [Fact]
    public async Task The_summary_of_a_day_can_be_built_by_both_sides()
    {
        var (first, second) = (Add(), Add());
        simulator.Close(second.TicketNo);

        var summary = await JsonAsync("v1/summary?date=2026-08-20");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{first.TicketNo}:1\n{second.TicketNo}:2"))), summary.GetProperty("sha256").GetString());
        Assert.Equal("""{"new":1,"closed":1}""", summary.GetProperty("by_status").GetRawText());
        Assert.Equal(0, (await JsonAsync("v1/summary?date=2026-08-21")).GetProperty("tickets").GetInt32());
    }

    [Fact]
    public async Task The_hubs_number_finds_the_ticket_and_the_operators_page_shows_it_encoded()
    {
        var ticket = simulator.AddTicket(new TicketDraft("<script>alert(1)</script>", "Contoh.") { Caller = new Caller("Sari Contoh", Anonymous: true) });
        await PushAsync(ticket, "in_progress", "k1");

        var page = await http.GetStringAsync("", Token);
        var found = await JsonAsync("v1/tickets?external_ref=hub:LP-1");

        Assert.Equal(ticket.TicketNo, found.GetProperty("items")[0].GetProperty("ticket_no").GetString());
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Sari", page, StringComparison.Ordinal);
        Assert.Contains("Sedang dikerjakan", page, StringComparison.Ordinal);
        Assert.Contains("LP-1", page, StringComparison.Ordinal);
    }

    private Ticket Add() => simulator.AddTicket(new TicketDraft("Jalan berlubang", "Lubang sedalam 20 cm."));

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(path, Token));
        return document.RootElement.Clone();
    }

    private async Task<(HttpStatusCode Status, int? Version)> PushAsync(Ticket ticket, string status, string key, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/tickets/{ticket.TicketNo}/status-updates");
        var resolution = status is "resolved" ? "Selesai." : null;
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { update_id = key, status, public_note = "Tim turun.", resolution_text = resolution, external_refs = new[] { new { system = "hub", id = "LP-1" } } }));
        request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null)
        {
            request.Headers.Add("If-Match", ifMatch);
        }

        using var response = await http.SendAsync(request, Token);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return (response.StatusCode, body.RootElement.TryGetProperty("version", out var version) ? version.GetInt32() : null);
    }
}
