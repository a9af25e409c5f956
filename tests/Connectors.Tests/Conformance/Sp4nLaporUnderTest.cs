using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Conformance;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.Conformance;

internal sealed class Sp4nLaporUnderTest : IConnectorUnderTest
{
    public string Name => "Sp4nLapor";

    public IReadOnlyDictionary<Side, string> Lacks { get; } = new Dictionary<Side, string>
    {
        [Side.Webhook] = "LAPOR! does not call the hub; it is polled",
        [Side.Push] = "LAPOR! does not call the hub; it is polled",
    };

    public async Task<IConnectorBench> StartAsync(CancellationToken cancellationToken)
    {
        var clock = Stage.NewClock();
        return new Bench(await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(clock), cancellationToken), clock);
    }

    private sealed class Bench : IConnectorBench
    {
        private readonly Sp4nLaporSimulator simulator;
        private readonly ConnectorHost host;

        public Bench(Sp4nLaporSimulator simulator, StoppedClock clock)
        {
            this.simulator = simulator;
            Stage = new Stage(clock, new Gate(new SocketsHttpHandler { AllowAutoRedirect = false }, clock, request => request.RequestUri!.AbsolutePath is "/oauth/token"));
            host = new ConnectorHost(Stage, Settings());
        }

        public Stage Stage { get; }

        public IReportNormaliser Normaliser => host.Reader(Sp4nLaporChannel.Name);

        public IStatusSink Sink => host.The<IStatusSink>();

        public IChannelProbe Probe => host.The<IChannelProbe>();

        public IReadOnlyList<string> Secrets => [simulator.Setup.ClientSecret, simulator.Setup.ApiKey];

        public Sensitivity Carries { get; } = new(Anonymous: true, Secret: true);

        public bool Polls => host.Has<IPolledChannel>();

        public int LargestNotification => 0;

        public int TokensGranted => simulator.TokensGranted;

        public IPolledChannel OpenPoller() => host.Restart().GetRequiredService<IPolledChannel>();

        public RawItem Body(params IReadOnlyList<SamplePart> parts) => new(
            Sp4nLaporChannel.Name,
            simulator.Setup.AgencyId,
            Encoding.UTF8.GetBytes(new JsonObject { ["items"] = new JsonArray([.. parts.Select(Item)]) }.ToJsonString()),
            Stage.Clock.GetUtcNow());

        public HttpRequestMessage Notification(byte[] body) => throw new InvalidOperationException("LAPOR! does not call.");

        public Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new InvalidOperationException("LAPOR! does not call.");

        public void File(SampleReport report) => simulator.Desk.AddReport(new Sp4nLaporSubmission("Jalan berlubang", report.Text)
        {
            TrackingId = NumberOf(report),
            UpdatedAt = report.At,
            Anonymous = report.Anonymous,
            Secret = report.Secret,
            ReporterName = SampleCitizen.Name,
            ReporterPhone = $"+{SampleCitizen.Phone}",
            ReporterEmail = SampleCitizen.Email,
        });

        public OutboundStatus Status(SampleReport report, Guid operation, string note) => new(
            operation, "LP-2026-000158", simulator.Setup.AgencyId, NumberOf(report), ReportState.InProgress, Stage.Clock.GetUtcNow())
        {
            PublicNote = note,
        };

        public IReadOnlyList<string> Shown(SampleReport report) =>
            [.. simulator.Desk.Writes.Where(write => write.TrackingId == NumberOf(report) && write is { Answer: 201, Repeat: false }).Select(write => write.Note)];

        public void ExpireTokens() => simulator.ExpireToken();

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            Stage.Gate.Dispose();
            await simulator.DisposeAsync();
        }

        private Dictionary<string, string?> Settings() => new Dictionary<string, string?>
        {
            ["Mode"] = "Api",
            ["AgencyId"] = simulator.Setup.AgencyId,
            ["BaseAddress"] = simulator.Address.AbsoluteUri,
            ["TokenAddress"] = new Uri(simulator.Address, "/oauth/token").AbsoluteUri,
            ["ClientId"] = simulator.Setup.ClientId,
            ["ClientSecret"] = simulator.Setup.ClientSecret,
            ["PageSize"] = $"{IConnectorBench.PageLimit}",
        }.ToDictionary(setting => $"{Sp4nLaporOptions.Section}:{setting.Key}", setting => setting.Value);

        private static JsonObject Item(SamplePart part)
        {
            switch (part)
            {
                case SamplePart.Good good:
                    return Report(good.Report, "Terdisposisi");
                case SamplePart.Strange strange:
                    return Report(strange.Report, strange.Word);
                case SamplePart.Broken broken:
                    var item = Report(broken.Report, "Terdisposisi");
                    item.Remove("tracking_id");
                    return item;
                default:
                    throw new InvalidOperationException($"{part.GetType().Name} is not in the list of parts.");
            }
        }

        private static JsonObject Report(SampleReport report, string status) => new()
        {
            ["tracking_id"] = NumberOf(report),
            ["created_at"] = Time(report.At),
            ["updated_at"] = Time(report.At),
            ["title"] = "Jalan berlubang",
            ["content_initial"] = report.Text,
            ["classification"] = "Pengaduan tidak berkadar pengawasan",
            ["status"] = status,
            ["anonymous"] = report.Anonymous,
            ["secret"] = report.Secret,
            ["reporter"] = new JsonObject { ["name"] = SampleCitizen.Name, ["phone"] = $"+{SampleCitizen.Phone}", ["email"] = SampleCitizen.Email },
        };

        private static string NumberOf(SampleReport report) => string.Create(CultureInfo.InvariantCulture, $"917{report.Number:D4}");

        private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }
}
