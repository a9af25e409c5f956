using System.Text;
using System.Text.Json.Nodes;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance.Reference;

/// <summary>The smallest connector that keeps every rule, or all but one of them.</summary>
public sealed class ReferenceConnector(Fault fault) : IConnectorUnderTest
{
    public string Name => fault is Fault.None ? "reference" : $"{fault}";

    public IReadOnlyDictionary<Side, string> Lacks { get; } = new Dictionary<Side, string>();

    public Task<IConnectorBench> StartAsync(CancellationToken cancellationToken) => Task.FromResult<IConnectorBench>(new Bench(fault));

    private sealed class Bench : IConnectorBench
    {
        private readonly Fault fault;
        private readonly ReferenceChannel channel = new();
        private readonly ReferenceWire wire;
        private readonly ReferenceWebhook webhook;

        public Bench(Fault fault)
        {
            this.fault = fault;
            var clock = Stage.NewClock();
            Stage = new Stage(clock, new Gate(channel, clock, request => request.RequestUri!.AbsolutePath is "/token"));
            wire = new ReferenceWire(fault, Stage);
            webhook = new ReferenceWebhook(fault, Stage.Inbox, clock);
            Normaliser = new ReferenceNormaliser(fault);
            Sink = new ReferenceSink(fault, wire, clock);
            Probe = new ReferenceProbe(fault, wire);
        }

        public Stage Stage { get; }

        public IReportNormaliser Normaliser { get; }

        public IStatusSink Sink { get; }

        public IChannelProbe Probe { get; }

        public IReadOnlyList<string> Secrets { get; } = [ReferenceChannel.Secret, "token-rujukan"];

        public Sensitivity Carries { get; } = new(Anonymous: true, Secret: true);

        public bool Polls => true;

        public int LargestNotification => ReferenceWebhook.LargestBody;

        public int TokensGranted => channel.TokensGranted;

        public IPolledChannel OpenPoller() => new ReferencePoller(fault, wire, Stage.Clock);

        public RawItem Body(params IReadOnlyList<SamplePart> parts) => new(
            "rujukan",
            "satu",
            Encoding.UTF8.GetBytes(new JsonObject { ["items"] = new JsonArray([.. parts.Select(Item)]) }.ToJsonString()),
            Stage.Clock.GetUtcNow());

        public HttpRequestMessage Notification(byte[] body) =>
            new(HttpMethod.Post, "https://hub.contoh.test/") { Content = new ByteArrayContent(body), Headers = { { ReferenceWebhook.Header, ReferenceWebhook.Sign(body) } } };

        public Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken) => webhook.ReceiveAsync(request, cancellationToken);

        public void File(SampleReport report) => channel.File(report);

        public OutboundStatus Status(SampleReport report, Guid operation, string note) =>
            new(operation, "LP-2026-000158", "satu", ReferenceChannel.IdOf(report), ReportState.InProgress, Stage.Clock.GetUtcNow()) { PublicNote = note };

        public IReadOnlyList<string> Shown(SampleReport report) => channel.Shown(ReferenceChannel.IdOf(report));

        public void ExpireTokens() => channel.ExpireTokens();

        public ValueTask DisposeAsync()
        {
            wire.Dispose();
            Stage.Gate.Dispose();
            return ValueTask.CompletedTask;
        }

        private static JsonObject Item(SamplePart part)
        {
            switch (part)
            {
                case SamplePart.Broken broken:
                    var item = ReferenceChannel.Item(broken.Report);
                    item.Remove("text");
                    return item;
                case SamplePart.Strange strange:
                    var other = ReferenceChannel.Item(strange.Report);
                    other["status"] = strange.Word;
                    return other;
                default:
                    return ReferenceChannel.Item(((SamplePart.Good)part).Report);
            }
        }
    }
}
