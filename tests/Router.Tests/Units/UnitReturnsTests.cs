using FsCheck;
using FsCheck.Fluent;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

/// <summary>Returns through the real rooms; what the next unit is stands in <see cref="NextUnitTests"/>.</summary>
public sealed class UnitReturnsTests
{
    private static int events;

    [Fact]
    public async Task A_report_goes_through_the_candidates_of_its_stored_explanation_at_most_twice()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = await rig.AssignedAsync("r-1", RigMinistry.ManyTopics);
        Assert.Equal(RigMinistry.OldRoads, report.Unit);

        await ReturnsAsync(rig, RigMinistry.OldRoads, report);
        Assert.Equal((ReportState.Assigned, RigMinistry.Water), await StandsAsync(rig));
        await ReturnsAsync(rig, RigMinistry.Water, report, RigMinistry.OldRoads);
        Assert.Equal((ReportState.Assigned, RigMinistry.Buildings), await StandsAsync(rig));
        await ReturnsAsync(rig, RigMinistry.Buildings, report, RigMinistry.Housing);
        Assert.Equal((ReportState.Triage, null), await StandsAsync(rig));

        var decisions = (await rig.AllAsync<Assignment>()).OrderBy(row => row.OnVersion).ToList();
        Assert.Equal(["rules", RigMinistry.OldRoads, RigMinistry.Water, RigMinistry.Buildings], decisions.Select(row => row.By));
        Assert.Equal(["rig-2", "rig-2", "rig-2", ""], decisions.Select(row => row.RuleSet));
        Assert.Contains("\"to\":\"AIR\"", decisions[1].Explanation, StringComparison.Ordinal);
        Assert.Contains("pilihan berikut menurut aturan (flood)", decisions[1].Reason, StringComparison.Ordinal);
        Assert.Contains("{\"unit\":\"LAMA-BM\",\"why\":\"disarankan, tetapi sudah pernah menerima\"}", decisions[2].Explanation, StringComparison.Ordinal);
        Assert.Equal("Ditjen Air", RigMinistry.Units.Find(decisions[1].Unit!, RigMinistry.LastDay)!.Name);
    }

    [Fact]
    public async Task The_same_return_told_twice_moves_the_report_once()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = await rig.AssignedAsync("r-1", RigMinistry.ManyTopics);
        var word = new UnitStatus { ReportId = report.Id, Status = "returned", Reason = "Bukan kami" };

        var first = await rig.Get<UnitStatusDesk>().SayAsync(RigMinistry.OldRoads, "e-1", word, default);
        var again = await rig.Get<UnitStatusDesk>().SayAsync(RigMinistry.OldRoads, "e-1", word, default);

        Assert.Equal(first, again);
        Assert.Equal(2, (await rig.AllAsync<Assignment>()).Count);
    }

    [Fact]
    public async Task What_a_unit_writes_as_its_suggestion_is_kept_without_identity()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = await rig.AssignedAsync("r-1", RigMinistry.ManyTopics);

        await ReturnsAsync(rig, RigMinistry.OldRoads, report, "tanya 081234567890");

        var last = (await rig.AllAsync<Assignment>()).MaxBy(row => row.OnVersion)!;
        Assert.Equal("Triage", last.Outcome);
        Assert.DoesNotContain("081234567890", last.Explanation + last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_those_of_Jakarta()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var (one, two) = (await rig.AssignedAsync("r-1", "Mohon bantuannya"), await rig.AssignedAsync("r-2", "Ada gedung retak"));
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());

        var ended = Assert.IsType<TriageResult.NoUnit>(await rig.Get<TriageDesk>().DecideAsync(one.Number, RigMinistry.OldRoads, ("ani", "?"), default));
        Assert.Equal($"{RigMinistry.OldRoads} ended on 2026-03-10; its work is with {RigMinistry.Roads}.", ended.ToString());
        Assert.Contains("nobody is named", (await rig.Get<TriageDesk>().DecideAsync(one.Number, RigMinistry.Orphan, ("ani", "?"), default)).ToString(), StringComparison.Ordinal);
        Assert.IsType<TriageResult.Done>(await rig.Get<TriageDesk>().DecideAsync(one.Number, RigMinistry.Roads, ("ani", "Jalan"), default));
        Assert.Contains("Ditjen Jalan Baru", (await rig.LedgerAsync(one.Id))[^1].PublicNote, StringComparison.Ordinal);

        await ReturnsAsync(rig, RigMinistry.Buildings, two, RigMinistry.Housing);
        Assert.Equal(RigMinistry.Housing, (await rig.ReportAsync("r-2")).Unit);
    }

    [Fact]
    public async Task However_units_return_a_report_ends_with_a_person_or_with_the_unit_that_takes_it()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        string?[] sayings = [null, RigMinistry.Water, RigMinistry.Buildings, RigMinistry.Basin, RigMinistry.Orphan, RigMinistry.CityHall, "TIDAK-ADA"];
        var told = 0;

        Prop.ForAll(Gen.ListOf(Gen.Choose(-1, sayings.Length - 1)).ToArbitrary(), async said =>
        {
            var report = await rig.AssignedAsync($"p-{++told}", RigMinistry.ManyTopics);
            var had = new List<string>();
            foreach (var word in said)
            {
                if ((await rig.ReportAsync(report.ExternalId)).Unit is not { } unit || word < 0)
                {
                    break;
                }

                had.Add(unit);
                await ReturnsAsync(rig, unit, report, sayings[word]);
            }

            var stands = await rig.ReportAsync(report.ExternalId);
            Assert.True(stands is { State: ReportState.Triage, Unit: null } or { State: ReportState.Assigned, Unit: not null }, stands.State.ToString());
            Assert.Equal(had.Count, had.Distinct().Count());
            Assert.InRange(had.Count, 0, 3);
            Assert.DoesNotContain(stands.Unit, had);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task<(ReportState, string?)> StandsAsync(RouterRig rig) => ((await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-1")).Unit);

    private static async Task ReturnsAsync(RouterRig rig, string unit, Report report, string? suggests = null)
    {
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        var word = new UnitStatus { ReportId = report.Id, Status = "returned", Reason = "Bukan kewenangan kami", SuggestedUnit = suggests };
        Assert.IsType<UnitStatusResult.Taken>(await rig.Get<UnitStatusDesk>().SayAsync(unit, $"k-{Interlocked.Increment(ref events)}", word, default));
    }
}
