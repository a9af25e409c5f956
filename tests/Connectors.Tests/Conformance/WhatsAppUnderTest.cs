using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Conformance;
using Hub.Connectors.Tests.WhatsApp;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.WhatsApp;
using Hub.Testing;

namespace Hub.Connectors.Tests.Conformance;

internal sealed class WhatsAppUnderTest : IConnectorUnderTest
{
    public string Name => "WhatsApp";

    public IReadOnlyDictionary<Side, string> Lacks { get; } = new Dictionary<Side, string>
    {
        [Side.Poll] = "Meta has no call to fetch messages; it brings them and repeats them for seven days",
        [Side.ReadBack] = "Meta has no call to look a sent message up; a receipt with our operation id settles it",
        [Side.OperationKey] = "Meta has no key against repeats; the ledger does not send again before the receipts' window is over",
        [Side.Token] = "the access token of a system user does not end and is not fetched",
        [Side.Flags] = "a chat has neither anonim nor rahasia",
    };

    public async Task<IConnectorBench> StartAsync(CancellationToken cancellationToken)
    {
        var clock = Stage.NewClock();
        var settings = new WhatsAppSimulatorSettings { Clock = clock, FirstRetry = TimeSpan.FromHours(1), LongestRetry = TimeSpan.FromHours(1) };
        return new Bench(await WhatsAppSimulator.StartAsync(settings, cancellationToken), clock);
    }

    private sealed class Bench : IConnectorBench
    {
        private readonly WhatsAppSimulator simulator;
        private readonly ConnectorHost host;

        public Bench(WhatsAppSimulator simulator, StoppedClock clock)
        {
            this.simulator = simulator;
            Stage = new Stage(clock, new Gate(new SocketsHttpHandler { AllowAutoRedirect = false }, clock, _ => false));
            host = new ConnectorHost(Stage, WhatsAppHub.SettingsFor(simulator));
        }

        public Stage Stage { get; }

        public IReportNormaliser Normaliser => host.Reader(WhatsAppChannel.Name);

        public IStatusSink Sink => host.The<IStatusSink>();

        public IChannelProbe Probe => host.The<IChannelProbe>();

        public IReadOnlyList<string> Secrets => [simulator.Settings.AccessToken, simulator.Settings.AppSecret, simulator.Settings.VerifyToken];

        public Sensitivity Carries { get; } = new(false, false);

        public bool Polls => host.Has<IPolledChannel>();

        public int LargestNotification => WhatsAppChannel.LargestBody;

        public int TokensGranted => 0;

        public IPolledChannel OpenPoller() => throw new InvalidOperationException("WhatsApp is not polled.");

        public RawItem Body(params IReadOnlyList<SamplePart> parts) =>
            new(WhatsAppChannel.Name, simulator.Settings.PhoneNumberId, Encoding.UTF8.GetBytes(Notification([.. parts.Select(Message)]).ToJsonString()), Stage.Clock.GetUtcNow());

        public HttpRequestMessage Notification(byte[] body) => new(HttpMethod.Post, "http://hub/webhooks/whatsapp")
        {
            Content = new ByteArrayContent(body),
            Headers = { { "X-Hub-Signature-256", WhatsAppWire.Signature(simulator.Settings.AppSecret, body) } },
        };

        public Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken) => host.KnockAsync(request, cancellationToken);

        public void File(SampleReport report)
        {
            // The citizen has written, so that the window is open.
            simulator.Ledger.Add(new WhatsAppSent(Stage.Clock.GetUtcNow(), new WhatsAppCitizen(PhoneOf(report), SampleCitizen.Name), WamidOf(report.Number), "text", report.Text));
        }

        public OutboundStatus Status(SampleReport report, Guid operation, string note) => new(
            operation, "LP-2026-000158", simulator.Settings.PhoneNumberId, $"wa-{report.Number}", ReportState.InProgress, Stage.Clock.GetUtcNow())
        {
            PublicNote = note,
            LastHeardAt = Stage.Clock.GetUtcNow(),
            Reporter = new ReporterIdentity { Name = SampleCitizen.Name, Phone = $"+{PhoneOf(report)}", ReplyTo = WamidOf(report.Number) },
        };

        public IReadOnlyList<string> Shown(SampleReport report) => [.. simulator.Ledger.Received.Where(message => message.To == PhoneOf(report)).Select(message => message.Text)];

        public void ExpireTokens() => throw new InvalidOperationException("The token of WhatsApp does not end.");

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            Stage.Gate.Dispose();
            await simulator.DisposeAsync();
        }

        private JsonObject Notification(JsonArray messages) => new()
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject
            {
                ["id"] = simulator.Settings.BusinessAccountId,
                ["changes"] = new JsonArray(new JsonObject
                {
                    ["field"] = "messages",
                    ["value"] = new JsonObject
                    {
                        ["messaging_product"] = "whatsapp",
                        ["metadata"] = new JsonObject { ["display_phone_number"] = simulator.Settings.DisplayNumber, ["phone_number_id"] = simulator.Settings.PhoneNumberId },
                        ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = SampleCitizen.Name }, ["wa_id"] = SampleCitizen.Phone }),
                        ["messages"] = messages,
                    },
                }),
            }),
        };

        private static JsonObject Message(SamplePart part) => part switch
        {
            SamplePart.Good good => Text(good.Report, "text", new JsonObject { ["body"] = good.Report.Text }),
            SamplePart.Broken broken => Text(broken.Report, "text", new JsonObject()),
            SamplePart.Strange strange => Text(strange.Report, strange.Word, new JsonObject { ["body"] = strange.Report.Text }),
            _ => throw new InvalidOperationException($"{part.GetType().Name} is not in the list of parts."),
        };

        private static JsonObject Text(SampleReport report, string type, JsonObject content) => new()
        {
            ["from"] = SampleCitizen.Phone,
            ["id"] = WamidOf(report.Number),
            ["timestamp"] = report.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["type"] = type,
            [type] = content,
        };

        /// <summary>A wamid as Meta makes it, with the citizen's number inside.</summary>
        private static string WamidOf(int number) =>
            "wamid." + Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SampleCitizen.Phone}|{number:D8}")));

        private static string PhoneOf(SampleReport report) => string.Create(CultureInfo.InvariantCulture, $"62812999{report.Number:D5}");
    }
}
