using Hub.Contracts.Reports;
using Hub.Determinism.Tests.Outside;

namespace Hub.Determinism.Tests.Model;

/// <summary>What a report must be like after a list of commands: the hub in a hundred lines, without store, bus or clock.</summary>
internal sealed record Reference(string Name, int Content, string Text, ReportState State, string? Unit)
{
    private string? Addressee { get; init; }

    private IReadOnlyList<string> History { get; init; } = [];

    private IReadOnlyList<ReportState> Told { get; init; } = [];

    private IReadOnlyList<string> Events { get; init; } = [];

    private IReadOnlyList<string> Parts { get; init; } = [];

    private IReadOnlyDictionary<string, int> Others { get; init; } = new Dictionary<string, int>();

    public static Reference New(Command command)
    {
        var report = new Reference(command.Name, 1, command.Text, ReportState.Received, null) { History = ["Received by kanal"], Told = [ReportState.Received] };
        return command.Report switch
        {
            0 => report.Assign(Scene.Water, "rules"),
            1 => report.Assign(Scene.Roads, "rules"),
            2 => report.Move(ReportState.NotOurs, "rules") with { Addressee = Scene.CityHall },
            _ => report.Move(ReportState.Triage, "rules"),
        };
    }

    /// <summary>Commands that make no sense yet are left out of a story.</summary>
    public static bool Fits(Reference? report, Command command) => command.Kind switch
    {
        Kind.ChannelAway or Kind.AnswerLost or Kind.PushLost or Kind.ClockForward => true,
        Kind.Receive => report is null,
        Kind.Decides => report?.State is ReportState.Triage,
        Kind.Acknowledges or Kind.Works or Kind.Answers => report?.Unit is not null,
        Kind.Returns => report is { Unit: not null, State: not ReportState.Answered },
        _ => report is not null,
    };

    public static Reference? After(Reference? report, Command command, int at) => (report, command.Kind) switch
    {
        (_, Kind.ChannelAway or Kind.AnswerLost or Kind.PushLost or Kind.ClockForward or Kind.Twin) => report,
        (null, _) => New(command),
        ({ } held, Kind.Amend) => (held with { Content = held.Content + 1, Text = $"{command.Text} ({held.Content + 1})" }).Noted("amended").Sent("amended"),
        ({ } held, Kind.Adds) => (held with { Text = held.State is ReportState.Triage ? $"{held.Text} / Kata {at}" : held.Text, Parts = [.. held.Parts, $"{held.Name}{at}"] }).Noted("amended").Sent("amended"),
        ({ } held, Kind.Decides) => held.Assign(Scene.Roads, "petugas"),
        ({ } held, Kind.Closes) => held.Judge(ReportState.Closed, Scene.Channel),
        ({ } held, Kind.Acknowledges) => held.Judge(ReportState.Acknowledged, held.Unit!),
        ({ } held, Kind.Works) => held.Judge(ReportState.InProgress, held.Unit!),
        ({ } held, Kind.Answers) => held.Judge(ReportState.Answered, held.Unit!),
        var (held, _) => held!.Return(),
    };

    /// <summary>The lines that a picture of it must have.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Name}: {State}{(Unit is null ? "" : " " + Unit)}{(Addressee is null ? "" : " " + Addressee)} \"{Text}\"";
        yield return $"{Name} history: {string.Join(", ", History)}";
        var lines = Others.Append(new KeyValuePair<string, int>("synced", Told.Count)).OrderBy(line => line.Key, StringComparer.Ordinal);
        yield return $"{Name} lines: {string.Join(", ", lines.Select(line => $"{line.Key} {line.Value}"))}";
        yield return $"{Name} channel: {string.Join(", ", Told)}";
        yield return $"{Name} units: {string.Join(", ", Events.Order(StringComparer.Ordinal))}";
        if (Parts.Count > 0)
        {
            yield return $"{Name} parts: {string.Join(", ", Parts.Order(StringComparer.Ordinal))}";
        }
    }

    private Reference Return() => State is ReportState.Closed
        ? Noted("late")
        : Move(ReportState.ReturnedByUnit, Unit!).Move(ReportState.Triage, Unit!) with { Unit = null };

    /// <summary>A word of a unit or of the channel: forward moves, the same again is noted, and what is behind is late.</summary>
    private Reference Judge(ReportState wanted, string by) => (State, wanted) switch
    {
        _ when State == wanted => Noted("repeated"),
        (ReportState.Closed or ReportState.NotOurs, _) => Noted("late"),
        (ReportState.InProgress or ReportState.Answered, ReportState.Acknowledged) => Noted("late"),
        _ => Move(wanted, by),
    };

    private Reference Assign(string unit, string by) => (Move(ReportState.Assigned, by) with { Unit = unit }).Sent("assigned");

    private Reference Move(ReportState state, string by) => this with
    {
        State = state,
        History = [.. History, $"{state} by {by}"],
        Told = by == Scene.Channel ? Told : [.. Told, state],
    };

    private Reference Sent(string kind) => Unit is null ? this : this with { Events = [.. Events, $"{Unit} {kind}"] };

    private Reference Noted(string kind) => this with { Others = new Dictionary<string, int>(Others) { [kind] = Others.GetValueOrDefault(kind) + 1 } };
}
