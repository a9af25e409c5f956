using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Conformance;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.Conformance;

internal sealed class ContactCenter158UnderTest : IConnectorUnderTest
{
    public string Name => "ContactCenter158";

    public IReadOnlyDictionary<Side, string> Lacks { get; } = new Dictionary<Side, string>
    {
        [Side.Push] = "the webhook of 158 is a wake-up: its body is checked and not kept, and the poll brings the ticket",
    };

    public async Task<IConnectorBench> StartAsync(CancellationToken cancellationToken)
    {
        var clock = Stage.NewClock();
        return new Bench(await ContactCenter158Simulator.StartAsync(new(), new FaultDial(158, clock), clock, cancellationToken), clock);
    }

    private sealed class Bench : IConnectorBench
    {
        private const int LargestWakeUp = 64 * 1024;

        private readonly ContactCenter158Simulator simulator;
        private readonly ConnectorHost host;
        private readonly Dictionary<int, string> numbers = [];

        public Bench(ContactCenter158Simulator simulator, StoppedClock clock)
        {
            this.simulator = simulator;
            Stage = new Stage(clock, new Gate(new SocketsHttpHandler { AllowAutoRedirect = false }, clock, request => request.RequestUri == simulator.TokenAddress));
            host = new ConnectorHost(Stage, Settings());
        }

        public Stage Stage { get; }

        public IReportNormaliser Normaliser => host.Reader(ContactCenter158Options.Channel);

        public IStatusSink Sink => host.The<IStatusSink>();

        public IChannelProbe Probe => host.The<IChannelProbe>();

        public IReadOnlyList<string> Secrets => [simulator.Settings.ClientSecret, simulator.Settings.WebhookSecret, simulator.Settings.AccessToken];

        public Sensitivity Carries { get; } = new(Anonymous: true, Secret: false);

        public bool Polls => host.Has<IPolledChannel>();

        public int LargestNotification => LargestWakeUp;

        public int TokensGranted => simulator.TokensGranted;

        public IPolledChannel OpenPoller() => host.Restart().GetRequiredService<IPolledChannel>();

        public RawItem Body(params IReadOnlyList<SamplePart> parts) => new(
            ContactCenter158Options.Channel,
            ContactCenter158Options.Channel,
            Encoding.UTF8.GetBytes(new JsonObject { ["items"] = new JsonArray([.. parts.Select(Item)]) }.ToJsonString()),
            Stage.Clock.GetUtcNow());

        public HttpRequestMessage Notification(byte[] body)
        {
            const string delivery = "0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e";
            var timestamp = Stage.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}.{delivery}."), .. body];
            return new HttpRequestMessage(HttpMethod.Post, "http://hub" + ContactCenter158Options.WebhookRoute)
            {
                Content = new ByteArrayContent(body),
                Headers =
                {
                    { "X-CC158-Delivery", delivery },
                    { "X-CC158-Timestamp", timestamp },
                    { "X-CC158-Signature", "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(simulator.Settings.WebhookSecret), signed)) },
                },
            };
        }

        public Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken) => host.KnockAsync(request, cancellationToken);

        public void File(SampleReport report)
        {
            // The ticket has the time of the report; it becomes visible now.
            simulator.ClockSkew = report.At - Stage.Clock.GetUtcNow();
            var ticket = simulator.Prepare(new TicketDraft("Jalan berlubang", report.Text) { Caller = new Caller(SampleCitizen.Name, $"+{SampleCitizen.Phone}", Anonymous: report.Anonymous, Email: SampleCitizen.Email) });
            simulator.ClockSkew = TimeSpan.Zero;
            simulator.Commit(ticket);
            numbers[report.Number] = ticket.TicketNo;
        }

        public OutboundStatus Status(SampleReport report, Guid operation, string note) => new(
            operation, "LP-2026-000158", ContactCenter158Options.Channel, numbers[report.Number], ReportState.InProgress, Stage.Clock.GetUtcNow())
        {
            PublicNote = note,
        };

        public IReadOnlyList<string> Shown(SampleReport report) =>
            [.. simulator.Statuses.Where(status => status.TicketNo == numbers[report.Number] && !status.IsReplay).Select(status => status.PublicNote)];

        public void ExpireTokens() => simulator.RevokeTokens();

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            Stage.Gate.Dispose();
            await simulator.DisposeAsync();
        }

        private Dictionary<string, string?> Settings() => new Dictionary<string, string?>
        {
            ["BaseAddress"] = simulator.Address.AbsoluteUri,
            ["TokenAddress"] = simulator.TokenAddress.AbsoluteUri,
            ["ClientId"] = simulator.Settings.ClientId,
            ["ClientSecret"] = simulator.Settings.ClientSecret,
            ["WebhookSecrets:0"] = simulator.Settings.WebhookSecret,
            ["PageSize"] = $"{IConnectorBench.PageLimit}",
        }.ToDictionary(setting => $"{ContactCenter158Options.Section}:{setting.Key}", setting => setting.Value);

        private static JsonObject Item(SamplePart part) => part switch
        {
            SamplePart.Good good => Ticket(good.Report, "new", good.Report.Text),
            SamplePart.Broken broken => Ticket(broken.Report, "new", null),
            SamplePart.Strange strange => Ticket(strange.Report, strange.Word, strange.Report.Text),
            _ => throw new InvalidOperationException($"{part.GetType().Name} is not in the list of parts."),
        };

        private static JsonObject Ticket(SampleReport report, string status, string? words) => new()
        {
            ["ticket_no"] = string.Create(CultureInfo.InvariantCulture, $"158-2026-{report.Number:D6}"),
            ["version"] = 1,
            ["created_at"] = report.At.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["subject"] = "Jalan berlubang",
            ["description"] = words,
            ["status"] = status,
            ["report_type"] = "complaint",
            ["caller"] = new JsonObject { ["name"] = SampleCitizen.Name, ["phone"] = $"+{SampleCitizen.Phone}", ["email"] = SampleCitizen.Email, ["anonymous"] = report.Anonymous },
        };
    }
}
