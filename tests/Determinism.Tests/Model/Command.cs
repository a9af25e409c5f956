using System.Globalization;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Model;

/// <summary>One thing that may happen to one report of a random story.</summary>
internal enum Kind
{
    Receive,
    Twin,
    Amend,
    Adds,
    Acknowledges,
    Works,
    Answers,
    Returns,
    Decides,
    Closes,
    ChannelAway,
    AnswerLost,
    PushLost,
    ClockForward,
}

/// <param name="Report">0 is for the water unit, 1 for the roads unit, 2 is not ours, 3 is for triage.</param>
/// <param name="KillAfter">The hub is killed after that many effects of this command, if it has so many; 0 lets it live.</param>
internal sealed record Command(Kind Kind, int Report, int KillAfter)
{
    private static readonly string[] Texts =
        ["Kali di kampung kami: sungai meluap", "Ada jalan rusak di depan pasar", "Antrean kartu penduduk panjang", "Tolong ditindaklanjuti"];

    public string Name => ((char)('A' + Report)).ToString();

    public string Text => Texts[Report];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Report} {KillAfter}");

    public static Command Parse(string words)
    {
        var parts = words.Split(' ');
        return new Command(Enum.Parse<Kind>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <param name="at">Where in the story it stands: makes its ids its own.</param>
    /// <param name="before">What the reference says of its report, or null.</param>
    public Act ToAct(int at, Reference? before) => Kind switch
    {
        Kind.Receive or Kind.Twin => Acts.Pushes($"# {at}\nreport {Name} 1 {Text}"),
        Kind.Amend => Acts.Pushes($"report {Name} {before!.Content + 1} {Text} ({before.Content + 1})"),
        Kind.Adds => Acts.Pushes($"adds {Name}{at} {Name} Kata {at}"),
        Kind.Closes => Acts.Pushes($"status C{at} {Name} Closed"),
        Kind.Decides => Acts.Decides(Name, Scene.Roads),
        Kind.ChannelAway => Mood(SinkMood.IsAway),
        Kind.AnswerLost => Mood(SinkMood.TakesSilently),
        Kind.PushLost => Mood(SinkMood.DropsSilently),
        Kind.ClockForward => new Act("clock", life =>
        {
            life.World.Clock.Advance(TimeSpan.FromMinutes(3));
            return Task.FromResult(true);
        }),
        _ => Acts.Says(before!.Unit!, Name, new UnitStatus { Status = Word, PublicNote = "Sudah.", Reason = "Bukan kami." }, $"-{at}"),
    };

    private string Word => Kind switch
    {
        Kind.Acknowledges => "acknowledged",
        Kind.Works => "in_progress",
        Kind.Answers => "answered",
        _ => "returned",
    };

    private static Act Mood(SinkMood mood) => new("mood", life =>
    {
        life.World.Change(scenery => scenery with { Moods = scenery.Moods.Enqueue(mood) });
        return Task.FromResult(true);
    });
}
