using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Routing.History;

public sealed class RoutingHistoryTests
{
    private const string Road = "PU-BM";
    private const string River = "PU-SDA";

    /// <summary>The shipped codes, since labels are made of them.</summary>
    private static readonly RoutingKnowledge Ministry = new()
    {
        Version = "rig-3",
        Units = new UnitDirectory(
        [
            new("PU", "Kementerian", null, UnitKind.Ministry, [], null, null, null),
            new(Road, "Bina Marga", "PU", UnitKind.EchelonOne, [], null, null, null),
            new(River, "Sumber Daya Air", "PU", UnitKind.EchelonOne, [], null, null, null),
            new("BWS-1", "Balai Satu", River, UnitKind.Bws, [], null, null, null),
            new("LAMA", "Tanpa label", null, UnitKind.EchelonOne, [], null, null, null),
            new("EXT-KAB", "Kabupaten", null, UnitKind.External, [], null, null, null),
            new("EXT-PROV", "Provinsi", null, UnitKind.External, [], null, null, null),
            new("EXT-KEMENHUB", "Perhubungan", null, UnitKind.External, [], null, null, null),
        ]),
        Topics =
        [
            new RoutingTopic("road", "jalan", [Road], [new RoutingRule("road-1", 6, ["jalan rusak"], [])]),
            new RoutingTopic("flood", "sungai", [River], [new RoutingRule("flood-1", 4, ["sungai meluap"], [])]),
            new RoutingTopic("bus", "angkutan", [], [new RoutingRule("bus-1", 3, ["angkutan umum"], [])]) { Addressee = "EXT-KEMENHUB" },
        ],
        Restricted = new RestrictedRules(["LAMA"], [new RoutingRule("bribe-1", 5, ["suap"], [])], [], SecretReports: true),
    };

    public static TheoryData<string, string, string?, string?> Lives => new()
    {
        { "the rules assign and nobody says more", "", null, null },
        { "the unit answers: it took the report", "answered", "BINA_MARGA", null },
        { "the unit has only seen it", "acknowledged", null, null },
        { "the unit works on it", "in_progress", null, null },
        { "returned, and nobody decided yet", "returned", null, null },
        { "returned to a unit that says nothing yet", "returned PU-SDA", null, null },
        { "returned to a unit that answers", "returned PU-SDA, answered", "SDA", null },
        { "returned to an office that answers: it counts as its Unor", "returned BWS-1, answered", "SDA", null },
        { "returned, and a person decides", "returned, decided PU-SDA", "SDA", null },
        { "returned, and a person insists", "returned, decided PU-BM", "BINA_MARGA", null },
        { "a person decides and that unit returns it", "returned, decided PU-SDA, returned", null, null },
        { "a person's last word counts, not the first", "returned, decided PU-SDA, returned, decided PU-BM", "BINA_MARGA", null },
        { "a regional government says whose, not what", "returned, decided EXT-KAB", null, "local" },
        { "a province too", "returned, decided EXT-PROV", null, "local" },
        { "another ministry, which the rules had found as well", "returned, decided EXT-KEMENHUB", "NOT_OURS", null },
        { "a unit for which there is no label", "returned, decided LAMA", null, null },
        { "answered, closed, opened again: the same unit", "answered, closed, reopened", "BINA_MARGA", null },
    };

    private static readonly DateTimeOffset Begin = RouterRig.Start - TimeSpan.FromDays(1);
    private static readonly DateTimeOffset End = RouterRig.Start + TimeSpan.FromDays(60);

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task A_label_is_the_last_word_of_people_and_never_a_guess(string what, string acts, string? topic, string? authority)
    {
        await using var rig = await RouterRig.StartAsync(Ministry);
        await rig.AssignedAsync("r-1", "Ada jalan rusak di jalur angkutan umum");
        foreach (var act in acts.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            await DoAsync(rig, act.Split(' '));
        }

        var label = (await LabelsAsync(rig)).SingleOrDefault();

        Assert.True((topic, authority) == (label?.Topic, label?.Authority), $"{what}: {label}");
        Assert.Equal(topic is null && authority is null, label is null);
    }

    [Fact]
    public async Task Another_ministry_that_the_rules_did_not_find_says_nothing_of_the_subject()
    {
        await using var rig = await RouterRig.StartAsync(Ministry);
        await rig.AssignedAsync("r-1", "Ada jalan rusak");
        await DoAsync(rig, ["returned"]);
        await DoAsync(rig, ["decided", "EXT-KEMENHUB"]);

        Assert.Empty(await LabelsAsync(rig));
    }

    [Fact]
    public async Task Texts_are_masked_places_are_regions_and_restricted_or_secret_reports_stay_in()
    {
        await using var rig = await RouterRig.StartAsync(Ministry);
        var place = new ReportPlace("Jl. Melati No. 5", Regency: "Kabupaten Sentosa", Province: "Tanah Uji");
        await rig.ReadAsync(
            Items.Report("r-1", "Ada jalan rusak, hubungi 081234567890") with { Title = "Jalan 3204051708900001", Place = place },
            Items.Report("r-2", "Ada jalan rusak") with { Sensitivity = new Sensitivity(false, true) },
            Items.Report("r-3", "Pegawai minta suap di jalan rusak"),
            Items.Report("r-4", "Ada jalan rusak") with { Place = new ReportPlace("Alun-alun") });
        await rig.Get<ReportRouting>().RouteAsync([.. (await rig.AllAsync<Report>()).Select(report => report.Id)], default);
        foreach (var report in await rig.AllAsync<Report>())
        {
            await rig.SaysAsync(report, "answered");
        }

        var labels = await LabelsAsync(rig);

        Assert.Equal([(await rig.ReportAsync("r-1")).Number, (await rig.ReportAsync("r-4")).Number], labels.Select(label => label.Id));
        Assert.Equal(["Kabupaten Sentosa, Tanah Uji", "Alun-alun"], labels.Select(label => label.Place));
        Assert.DoesNotContain("081234567890", labels[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3204051708900001", labels[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_also_where_reports_came_at_one_instant()
    {
        await using var rig = await RouterRig.StartAsync(Ministry);
        await rig.ReadAsync([.. Enumerable.Range(1, 1_203).Select(number => Items.Report($"r-{number}", "Ada jalan rusak", RouterRig.Start + TimeSpan.FromSeconds(number / 700)))]);
        await rig.Get<ReportRouting>().RouteAsync([.. (await rig.AllAsync<Report>()).Select(report => report.Id)], default);

        var all = new List<HistoricReport>();
        await foreach (var report in rig.Get<RoutingHistory>().ReportsAsync(Begin, End, TestContext.Current.CancellationToken))
        {
            all.Add(report);
        }

        Assert.Equal(1_203, all.Select(report => report.Id).Distinct().Count());
        Assert.Equal(1_203, all.Count);
        Assert.Equal(all.OrderBy(report => report.ReceivedAt).Select(report => report.ReceivedAt), all.Select(report => report.ReceivedAt));
        Assert.All(all, report => Assert.Equal(("Assigned", Road, "rig-3"), (report.Outcome, report.Unit, report.RuleSet)));

        var later = new List<HistoricReport>();
        await foreach (var report in rig.Get<RoutingHistory>().ReportsAsync(RouterRig.Start + TimeSpan.FromSeconds(1), End, TestContext.Current.CancellationToken))
        {
            later.Add(report);
        }

        Assert.Equal(504, later.Count);
    }

    [Fact]
    public async Task The_decision_that_stands_is_given_with_the_facts_it_would_be_decided_by()
    {
        await using var rig = await RouterRig.StartAsync(Ministry);
        await rig.AssignedAsync("r-1", "Ada jalan rusak");
        await DoAsync(rig, ["returned"]);
        await rig.AssignedAsync("r-2", "Ada jalan rusak");
        await DoAsync(rig, ["returned"], "r-2");
        await DoAsync(rig, ["decided", "EXT-KAB"], "r-2");
        await rig.ReadAsync(Items.Report("r-3", "Belum diputuskan"));

        var all = new List<HistoricReport>();
        await foreach (var report in rig.Get<RoutingHistory>().ReportsAsync(Begin, End, TestContext.Current.CancellationToken))
        {
            all.Add(report);
        }

        Assert.Equal([("Triage", null, "rig-3"), ("NotOurs", "EXT-KAB", "rig-3")], all.Select(report => (report.Outcome, report.Unit, report.RuleSet)));
        Assert.Equal(ReportRouting.Facts(await rig.ReportAsync("r-1")), all[0].Facts);
    }

    private static async Task<List<TrainingReport>> LabelsAsync(RouterRig rig)
    {
        var labels = new List<TrainingReport>();
        await foreach (var label in rig.Get<RoutingHistory>().LabelsAsync(Begin, End, TestContext.Current.CancellationToken))
        {
            labels.Add(label);
        }

        return labels;
    }

    private static async Task DoAsync(RouterRig rig, string[] act, string id = "r-1")
    {
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var report = await rig.ReportAsync(id);
        switch (act[0])
        {
            case "decided":
                Assert.IsType<TriageResult.Done>(await rig.Get<TriageDesk>().DecideAsync(report.Number, act[1], ("ani", $"Sesuai kewenangan {rig.Clock.GetUtcNow():mm}"), default));
                break;
            case "returned":
                var word = new UnitStatus { ReportId = report.Id, Status = "returned", Reason = "Bukan kami", SuggestedUnit = act.ElementAtOrDefault(1) };
                Assert.IsType<UnitStatusResult.Taken>(await rig.Get<UnitStatusDesk>().SayAsync(report.Unit!, $"e-{rig.Clock.GetUtcNow().Ticks}", word, default));
                break;
            case "closed":
                await rig.ClosesAsync(id);
                break;
            case "reopened":
                await rig.ReopensAsync(report);
                break;
            default:
                await rig.SaysAsync(report, act[0]);
                break;
        }
    }
}
