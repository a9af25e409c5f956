using Hub.Contracts.Reports;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Accountability;

/// <summary>What citizens write about, and where the rules of the rig must bring it.</summary>
internal sealed record MonthTopic(string Text, string? Goes)
{
    private static readonly MonthTopic[] All =
    [
        new("Ada jalan rusak di depan pasar", RigKnowledge.Roads),
        new("Air sungai meluap ke rumah kami", RigKnowledge.Water),
        new("Mohon bantuannya segera", null),
        new("Mohon dibantu kartu penduduk saya", RigKnowledge.CityHall),
        new("Pegawai meminta suap untuk jalan rusak", RigKnowledge.Inspectorate),
    ];

    /// <summary>What a channel calls supervisory goes to the inspectorate, whatever it says.</summary>
    public MonthTopic For(ReportClass kind) => kind is ReportClass.SupervisoryComplaint ? this with { Goes = RigKnowledge.Inspectorate } : this;

    public static MonthTopic Draw(Random random) => All[random.Next(100) switch
    {
        < 55 => 0,
        < 80 => 1,
        < 88 => 2,
        < 95 => 3,
        _ => 4,
    }];
}

/// <summary>How reports live on: each deed plans the next one, some steps of three hours later.</summary>
internal static class MonthLives
{
    private static readonly string[] Manners = ["prompt", "prompt", "prompt", "prompt", "late", "late", "silent", "silent", "asks", "asks", "returns", "postpones", "ended"];

    public static void Begin(Plan arrival, string? unit, Random random, Action<int, int, Plan> later)
    {
        if (unit is null && random.Next(5) > 0)
        {
            later(arrival.Slot, random.Next(2, 60), arrival with { Word = "decide", Unit = random.Next(6) == 0 ? RigKnowledge.CityHall : Other(random) });
        }
        else if (unit is not (null or RigKnowledge.CityHall))
        {
            Work(arrival with { Unit = unit }, random, later);
        }
    }

    public static void Work(Plan plan, Random random, Action<int, int, Plan> later)
    {
        if (plan.Unit == RigKnowledge.CityHall)
        {
            return;
        }

        var manner = Manners[random.Next(Manners.Length)];
        var (word, least, most) = manner switch
        {
            "prompt" => (random.Next(2) == 0 ? "acknowledged" : "in_progress", 1, 30),
            "late" => ("in_progress", 50, 110),
            "asks" => ("waiting_reporter", 4, 50),
            "returns" => ("returned", 3, 40),
            "postpones" => ("postponed", 6, 60),
            "ended" => ("closed", 20, 90),
            _ => ("", 0, 0),
        };
        var next = plan with { Word = word, Manner = manner };
        plan.Life.Had.Add(plan.Unit!);
        if (manner is "returns" && random.Next(2) == 0 && !plan.Life.Had.Contains(Neighbour(plan)))
        {
            next = next with { Suggests = Neighbour(plan) };
        }

        if (manner is "ended")
        {
            next = Ending(next, random);
        }

        if (word.Length > 0)
        {
            later(plan.Slot, random.Next(least, most), next);
        }
    }

    public static void After(Plan done, Random random, Action<int, int, Plan> later)
    {
        switch (done.Word)
        {
            case "acknowledged":
                later(done.Slot, random.Next(1, 60), done with { Word = "in_progress" });
                break;
            case "in_progress" or "postponed":
                later(done.Slot, random.Next(4, done.Manner is "late" ? 200 : 90), done with { Word = "answered" });
                break;
            case "waiting_reporter" when random.Next(3) > 0:
                later(done.Slot, random.Next(3, 70), done with { Word = "reply" });
                break;
            case "returned":
                Onward(done, random, later);
                break;
            case "answered":
                Answered(done, random, later);
                break;
            default:
                Heard(done, random, later);
                break;
        }
    }

    /// <summary>After the reporter or the channel has spoken.</summary>
    private static void Heard(Plan done, Random random, Action<int, int, Plan> later)
    {
        switch (done.Word)
        {
            case "reply" when done.Manner is "asks":
                later(done.Slot, random.Next(3, 60), done with { Word = "answered", Manner = "asked" });
                break;
            case "closed" when random.Next(6) == 0 && done.Manner is not "ended":
                later(done.Slot, random.Next(1, 12), done with { Word = "reopened", ChannelWord = "Dibuka kembali" });
                break;
            case "reopened":
                later(done.Slot, random.Next(2, 40), done with { Word = "in_progress", Manner = "again" });
                break;
        }
    }

    private static void Onward(Plan done, Random random, Action<int, int, Plan> later)
    {
        if (done.Suggests is { } other)
        {
            Work(done with { Unit = other, Suggests = null }, random, later);
        }
        else if (random.Next(5) > 0)
        {
            later(done.Slot, random.Next(2, 30), done with { Word = "decide", Unit = Neighbour(done) });
        }
    }

    private static void Answered(Plan done, Random random, Action<int, int, Plan> later)
    {
        switch (random.Next(10))
        {
            case < 3:
                later(done.Slot, random.Next(4, 30), done with { Word = "closed", ChannelWord = "Ditutup oleh Admin" });
                break;
            case < 5:
                later(done.Slot, random.Next(50, 60), done with { Word = "closed", ChannelWord = "Ditutup oleh Sistem" });
                break;
            case 5:
                later(done.Slot, random.Next(2, 40), done with { Word = "reply", Manner = "replied" });
                break;
            case 6:
                later(done.Slot, random.Next(2, 30), done with { Word = "in_progress", Manner = "again" });
                break;
        }
    }

    private static Plan Ending(Plan plan, Random random) => random.Next(8) switch
    {
        0 => plan with { Word = "withdrawn", ChannelWord = "Ditarik oleh Pelapor" },
        1 => plan with { Word = "merged", ChannelWord = "Digabung" },
        < 5 => plan with { Word = "closed", ChannelWord = "Ditutup oleh Sistem" },
        _ => plan with { Word = "closed", ChannelWord = "Ditutup oleh Admin" },
    };

    private static string Neighbour(Plan plan) => plan.Unit == RigKnowledge.Roads ? RigKnowledge.Water : RigKnowledge.Roads;

    private static string Other(Random random) => random.Next(2) == 0 ? RigKnowledge.Roads : RigKnowledge.Water;
}
