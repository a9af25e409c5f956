using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Outside;

namespace Hub.Determinism.Tests.Scenarios;

/// <summary>The stories that are played with every crash and every lost answer.</summary>
internal static class Stories
{
    private const string Flood = "Kali di kampung kami: sungai meluap";
    private const string Road = "Ada jalan rusak di depan pasar";

    private const string Bridge = "Lapor: jembatan putus karena sungai meluap";
    private const string Building = "Tembok gedung retak";

    private static readonly UnitStatus Answer = new() { Status = "answered", PublicNote = "Sudah ditangani." };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("a report is answered",
            [Acts.Pushes($"report A 1 {Flood}"), Acts.Says(Scene.Water, "A", new UnitStatus { Status = "acknowledged" }), Acts.Says(Scene.Water, "A", Answer)],
            [
                $"A: Answered DJSDA \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules, Acknowledged by DJSDA, Answered by DJSDA",
                "A lines: synced 4",
                "A channel: Received, Assigned, Acknowledged, Answered",
                "A units: DJSDA assigned",
            ]),
        new("a poll with a tie and a twin",
            [Acts.Poll("2"), Acts.Calls(Scene.Roads, "B", new UnitStatus { Status = "in_progress" })],
            [
                $"A: Assigned DJSDA \"{Flood}\"", "A history: Received by kanal, Assigned by rules", "A lines: synced 2", "A channel: Received, Assigned", "A units: DJSDA assigned",
                $"B: InProgress DJBM \"{Road}\"", "B history: Received by kanal, Assigned by rules, InProgress by DJBM", "B lines: synced 3", "B channel: Received, Assigned, InProgress", "B units: DJBM assigned",
            ])
        {
            Pages = new Dictionary<string, Page>
            {
                [""] = new([$"report A 1 {Flood}", $"report B 1 {Road}"], "1", HasMore: true),
                ["1"] = new([$"report B 1 {Road}", $"# seen again\nreport A 1 {Flood}"], "2", HasMore: false),
            },
        },
        new("further words and a new version",
            [Acts.Pushes($"report A 1 {Flood}"), Acts.Pushes("adds A1 A Airnya setinggi lutut"), Acts.Pushes($"report A 2 {Flood} sejak subuh"), Acts.Pushes($"# late\nreport A 1 {Flood}")],
            [
                $"A: Assigned DJSDA \"{Flood} sejak subuh\"",
                "A history: Received by kanal, Assigned by rules",
                "A lines: amended 2, synced 2",
                "A channel: Received, Assigned",
                "A units: DJSDA assigned, DJSDA amended, DJSDA amended",
                "A parts: A1",
            ]),
        new("returned, and a person decides",
            [
                Acts.Pushes($"report A 1 {Flood}"), Acts.Says(Scene.Water, "A", new UnitStatus { Status = "returned", Reason = "Bukan sungai." }),
                Acts.Decides("A", Scene.Roads), Acts.Calls(Scene.Roads, "A", Answer),
            ],
            [
                $"A: Answered DJBM \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules, ReturnedByUnit by DJSDA, Triage by DJSDA, Assigned by petugas, Answered by DJBM",
                "A lines: synced 6",
                "A channel: Received, Assigned, ReturnedByUnit, Triage, Assigned, Answered",
                "A units: DJSDA assigned, DJBM assigned",
            ]),
        new("returned to another unit",
            [Acts.Pushes($"report A 1 {Flood}"), Acts.Says(Scene.Water, "A", new UnitStatus { Status = "returned", Reason = "Jalan.", SuggestedUnit = Scene.Roads })],
            [
                $"A: Assigned DJBM \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules, ReturnedByUnit by DJSDA, Assigned by DJSDA",
                "A lines: synced 4",
                "A channel: Received, Assigned, ReturnedByUnit, Assigned",
                "A units: DJSDA assigned, DJBM assigned",
            ]),
        new("returned to the next best unit, and again",
            [
                Acts.Pushes($"report A 1 {Bridge}"), Acts.Says(Scene.Roads, "A", new UnitStatus { Status = "returned", Reason = "Bukan jalan." }),
                Acts.Says(Scene.Water, "A", new UnitStatus { Status = "returned", Reason = "Bukan sungai." }),
            ],
            [
                $"A: Triage \"{Bridge}\"",
                "A history: Received by kanal, Assigned by rules, ReturnedByUnit by DJBM, Assigned by DJBM, ReturnedByUnit by DJSDA, Triage by DJSDA",
                "A lines: synced 6",
                "A channel: Received, Assigned, ReturnedByUnit, Assigned, ReturnedByUnit, Triage",
                "A units: DJSDA assigned, DJBM assigned",
            ]),
        new("the unit ends",
            [Acts.Pushes($"report A 1 {Building}"), Acts.Says(Scene.Ending, "A", new UnitStatus { Status = "in_progress" }), Acts.Succeeds(Day(5)), Acts.Says(Scene.Water, "A", Answer)],
            [
                $"A: Answered DJSDA \"{Building}\"",
                "A history: Received by kanal, Assigned by rules, InProgress by DJCK, Answered by DJSDA",
                "A lines: succession 1, synced 4",
                "A channel: Received, Assigned, InProgress, Answered",
                "A units: DJCK assigned, DJCK moved, DJSDA assigned",
            ]),
        new("not ours",
            [Acts.Pushes("report A 1 Antrean kartu penduduk panjang sekali")],
            [
                "A: NotOurs EXT-KOTA \"Antrean kartu penduduk panjang sekali\"",
                "A history: Received by kanal, NotOurs by rules",
                "A lines: synced 2",
                "A channel: Received, NotOurs",
                "A units: ",
            ]),
        new("the channel is away", [Acts.Pushes($"report A 1 {Flood}")], Assigned()) { Begins = Moods(SinkMood.IsAway, SinkMood.Takes, SinkMood.IsAway, SinkMood.IsAway) },
        new("answers are lost", [Acts.Pushes($"report A 1 {Flood}")], Assigned()) { Begins = Moods(SinkMood.TakesSilently, SinkMood.DropsSilently, SinkMood.TakesSilently) },
        new("a receipt comes first",
            [Acts.Pushes($"report A 1 {Flood}") with { Rests = false }, Work, Acts.Receipt(0, Receipt.Delivered), Acts.Receipt(0, Receipt.Read)],
            [
                $"A: Assigned DJSDA \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules",
                "A lines: receipt 1, synced 2",
                "A channel: Received, Assigned",
                "A units: DJSDA assigned",
                "A receipts: Received Read",
            ])
        { Begins = Moods(SinkMood.TakesSilently) },
        new("two statuses in a row",
            [Acts.Pushes($"report A 1 {Road}"), Acts.Calls(Scene.Roads, "A", new UnitStatus { Status = "in_progress" }) with { Rests = false }, Acts.Calls(Scene.Roads, "A", Answer)],
            [
                $"A: Answered DJBM \"{Road}\"",
                "A history: Received by kanal, Assigned by rules, InProgress by DJBM, Answered by DJBM",
                "A lines: synced 4",
                "A channel: Received, Assigned, InProgress, Answered",
                "A units: DJBM assigned",
            ]),
        new("a unit says nothing",
            [Acts.Pushes($"report A 1 {Flood}"), Acts.Passes(Day(9), "breach"), Acts.Passes(Day(11), "level1")],
            [
                $"A: Assigned DJSDA \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules",
                "A lines: deadline 2, synced 2",
                "A channel: Received, Assigned",
                "A units: DJSDA assigned, DJSDA response breach, DJBM response level1",
            ]),
        new("nobody replies to an answer",
            [Acts.Pushes($"report A 1 {Flood}"), Acts.Says(Scene.Water, "A", Answer), Acts.Passes(Day(17), "close")],
            [
                $"A: Closed DJSDA \"{Flood}\"",
                "A history: Received by kanal, Assigned by rules, Answered by DJSDA, Closed by hub",
                "A lines: synced 4",
                "A channel: Received, Assigned, Answered, Closed",
                "A units: DJSDA assigned",
            ]),
    ];

    /// <summary>Noon in Jakarta of a day in March: reports come at ten on Monday the second.</summary>
    private static DateTimeOffset Day(int day) => new(2026, 3, day, 5, 0, 0, TimeSpan.Zero);

    /// <summary>The hub gets as far as the first push to the channel, whose answer is lost.</summary>
    private static Act Work => new("work", async life =>
    {
        await life.WorkAsync();
        if (life.World.Scenery.Told.IsEmpty)
        {
            // It did not come that far: its lease runs out, and a sweep tries again.
            life.World.Clock.Advance(TimeSpan.FromMinutes(3));
            await life.SweepAsync();
        }

        return !life.World.Scenery.Told.IsEmpty;
    })
    { Rests = false };

    private static string[] Assigned() =>
    [
        $"A: Assigned DJSDA \"{Flood}\"",
        "A history: Received by kanal, Assigned by rules",
        "A lines: synced 2",
        "A channel: Received, Assigned",
        "A units: DJSDA assigned",
    ];

    private static Func<Scenery, Scenery> Moods(params SinkMood[] moods) => scenery => scenery with { Moods = [.. moods] };
}
