using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance.Rules;

/// <summary>A status that reaches the channel, once.</summary>
internal static class StatusRules
{
    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-status-is-shown-at-the-channel", [Side.Status], ShownAsync),
        new("the-longest-note-arrives-whole", [Side.Status], NoteAsync),
        new("a-state-the-channel-does-not-show-is-rejected", [Side.Status], NotShownAsync),
        new("one-operation-has-one-effect", [Side.Status, Side.OperationKey], OnceAsync),
        new("read-back-finds-what-happened", [Side.Status, Side.ReadBack], FoundAsync),
        new("read-back-does-not-find-what-did-not-happen", [Side.Status, Side.ReadBack], AbsentAsync),
        new("read-back-does-not-guess", [Side.Status, Side.ReadBack], UnsureAsync),
        new("without-read-back-nothing-is-claimed", [Side.Status], CannotTellAsync),
    ];

    private static async Task ShownAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told(note: "Perbaikan dijadwalkan pekan ini.");
        var result = Conforms.Is<SyncResult.Delivered>(await bench.PushAsync(status, cancellationToken), "A healthy channel takes a status.");
        Conforms.That(result.ExternalReference.Length > 0, "The delivery has no reference.");
        Conforms.That(bench.Shown(report) is [var note] && note.Contains(status.PublicNote, StringComparison.Ordinal), "The channel does not show the note, or not once.");
    }

    private static async Task NoteAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var note = string.Concat(Enumerable.Repeat("panjang ", (bench.Sink.Capabilities.LongestNote / 8) + 1))[..(bench.Sink.Capabilities.LongestNote - 1)] + ".";
        var (report, status) = bench.Told(note: note);
        Conforms.Is<SyncResult.Delivered>(await bench.PushAsync(status, cancellationToken), "A note of the declared length is taken.");
        Conforms.That(bench.Shown(report) is [var shown] && shown.Contains(note, StringComparison.Ordinal), "A note of the declared length arrived cut.");
    }

    private static async Task NotShownAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told();
        foreach (var state in Enum.GetValues<ReportState>().Except(bench.Sink.Capabilities.Shows))
        {
            var result = Conforms.Is<SyncResult.Rejected>(await bench.PushAsync(status with { State = state }, cancellationToken), $"{state} is not among the states that the channel shows.");
            Conforms.That(result.Code.Length > 0, "The rejection has no code.");
        }

        Conforms.That(bench.Shown(report).Count == 0, "A state that the channel does not show was sent as another one.");
    }

    private static async Task OnceAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Conforms.Is<SyncResult.Delivered>(await bench.PushAsync(status, cancellationToken), "A repeat of an operation is a success.");
        }

        Conforms.That(bench.Shown(report).Count == 1, $"One operation, sent three times, is shown {bench.Shown(report).Count} times.");
    }

    private static async Task FoundAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnWrite(new GateAct.LoseAnswer());
        await bench.PushAsync(status, cancellationToken);
        bench.Stage.Gate.Script = _ => null;
        Conforms.Is<ReadBackResult.Found>(bench.Stage.Heard(await bench.Sink.ReadBackAsync(status, cancellationToken)), "An operation that took effect is found.");
    }

    private static async Task AbsentAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (report, status) = bench.Told();
        await bench.PushAsync(bench.Status(report, Samples.Operation(77), "Sudah diteruskan ke balai."), cancellationToken);
        Conforms.Is<ReadBackResult.Absent>(bench.Stage.Heard(await bench.Sink.ReadBackAsync(status, cancellationToken)), "An operation that never arrived is absent, whatever else the report shows.");
    }

    private static async Task UnsureAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        foreach (var act in new GateAct[] { new GateAct.Answer(500), new GateAct.Answer(503), new GateAct.Answer(200, "<title>Galat</title>", "text/html"), new GateAct.Answer(200, "{}"), new GateAct.Unreachable(), new GateAct.Rewrite(body => body[..^1]) })
        {
            bench.OnRead(act);
            Conforms.Is<ReadBackResult.Unavailable>(bench.Stage.Heard(await bench.Sink.ReadBackAsync(status, cancellationToken)), $"A read back that ends in {act} proves nothing.");
        }
    }

    /// <summary>Whether it can be asked or not: a channel that cannot be reached never says that nothing happened.</summary>
    private static async Task CannotTellAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var (_, status) = bench.Told();
        bench.OnRead(new GateAct.Answer(502));
        var result = bench.Stage.Heard(await bench.Sink.ReadBackAsync(status, cancellationToken));
        Conforms.That(result is ReadBackResult.Unavailable or ReadBackResult.CannotTell, $"A channel behind a broken gateway was taken for {result.GetType().Name}.");
    }
}
