using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public sealed class NextUnitTests
{
    private const string Rules = "rules";

    private static readonly DateOnly Today = new(2026, 3, 20);

    /// <summary>What a unit may say when it gives a report back.</summary>
    private static readonly string?[] Sayings =
        [null, "", RigMinistry.Water, RigMinistry.Basin, RigMinistry.Buildings, RigMinistry.Roads, RigMinistry.OldRoads, RigMinistry.Orphan, RigMinistry.CityHall, "TIDAK-ADA"];

    private static readonly string[] Ours = [RigMinistry.Water, RigMinistry.Basin, RigMinistry.Buildings, RigMinistry.Roads, RigMinistry.Housing, RigMinistry.Archive];

    [Theory]
    [InlineData(RigMinistry.Water, RigMinistry.Water, null)] // as suggested
    [InlineData(RigMinistry.Basin, RigMinistry.Basin, null)] // also an office
    [InlineData(RigMinistry.OldHousing, RigMinistry.Housing, null)] // who carries on the work of the suggested one
    [InlineData(RigMinistry.Roads, RigMinistry.Water, null)] // it had it: the next best of the rules
    [InlineData(RigMinistry.OldRoads, RigMinistry.Water, null)] // it had it under another name
    [InlineData(null, RigMinistry.Water, null)]
    [InlineData("", RigMinistry.Water, null)]
    [InlineData(RigMinistry.CityHall, null, RigMinistry.CityHall)] // outside: the ministry's word, not one unit's
    [InlineData(RigMinistry.Orphan, null, null)] // nobody carries on its work
    [InlineData("TIDAK-ADA", null, null)] // never guessed
    public void The_suggested_unit_comes_first_and_then_the_next_best_of_the_rules(string? said, string? to, string? suggested)
    {
        var next = After(RigMinistry.Roads, said, [Ruled(RigMinistry.Roads, (RigMinistry.Roads, 8), (RigMinistry.Water, 6), (RigMinistry.Buildings, 4))]);

        Assert.Equal((to, suggested), (next.To, next.Suggested));
        Assert.NotEmpty(next.Why);
    }

    [Theory]
    [InlineData("visited", RigMinistry.Buildings)]
    [InlineData("outside", RigMinistry.Buildings)]
    [InlineData("ended", RigMinistry.Housing)]
    [InlineData("orphaned", RigMinistry.Buildings)]
    [InlineData("weak", null)]
    [InlineData("none", null)]
    public void A_candidate_must_be_ours_in_force_and_another(string what, string? to)
    {
        (string, double)[] between = what switch
        {
            "outside" => [(RigMinistry.CityHall, 6), (RigMinistry.Buildings, 4)],
            "ended" => [(RigMinistry.OldHousing, 6), (RigMinistry.Buildings, 4)],
            "orphaned" => [(RigMinistry.Orphan, 6), (RigMinistry.Buildings, 4)],
            "weak" => [(RigMinistry.Archive, 2)],
            "none" => [],
            _ => [(RigMinistry.Roads, 7), (RigMinistry.Buildings, 4)],
        };

        Assert.Equal(to, After(RigMinistry.Roads, null, [Ruled(RigMinistry.Roads, [(RigMinistry.Roads, 8), .. between])]).To);
    }

    [Fact]
    public void The_office_of_a_basin_hands_up_and_any_other_family_is_one_unit()
    {
        Assert.Equal(RigMinistry.Water, After(RigMinistry.Basin, null, [Ruled(RigMinistry.Basin, (RigMinistry.Water, 8), (RigMinistry.Buildings, 6))]).To);

        var road = new UnitDirectory([.. RigMinistry.Units.All, new("BPJN-1", "Balai Jalan", RigMinistry.Roads, UnitKind.Bpjn, [], null, null, null)]);
        var next = new NextUnit(road, Today).After("BPJN-1", null, [Ruled("BPJN-1", (RigMinistry.Roads, 8), (RigMinistry.Buildings, 6))], false);
        Assert.Equal(RigMinistry.Buildings, next.To);
        Assert.Equal([new PassedOver(RigMinistry.Roads, "satu keluarga dengan unit yang sudah mengembalikan")], next.PassedOver);
        Assert.Equal(RigMinistry.Roads, new NextUnit(road, Today).After("BPJN-1", RigMinistry.Roads, [Ruled("BPJN-1", (RigMinistry.Roads, 8))], false).To);
    }

    [Fact]
    public void After_two_moves_a_person_decides_with_what_would_have_come_next_at_hand()
    {
        Assignment[] decisions =
        [
            Ruled(RigMinistry.Roads, (RigMinistry.Roads, 8), (RigMinistry.Water, 6), (RigMinistry.Buildings, 4), (RigMinistry.Archive, 4)),
            Row(RigMinistry.Roads, RigMinistry.Water), Row(RigMinistry.Water, RigMinistry.Buildings),
        ];

        var next = After(RigMinistry.Buildings, null, decisions);

        Assert.Equal((null, RigMinistry.Archive, 2), (next.To, next.Suggested, next.Move));
    }

    [Fact]
    public void What_a_person_decided_the_rules_do_not_pass_on_and_a_restricted_report_they_pass_to_nobody()
    {
        Assignment[] decisions = [Ruled(null, (RigMinistry.Roads, 8), (RigMinistry.Water, 6)), Row("ani", RigMinistry.Buildings)];

        Assert.Null(After(RigMinistry.Buildings, null, decisions).To);
        Assert.Equal(RigMinistry.Water, After(RigMinistry.Buildings, RigMinistry.Water, decisions).To);
        Assert.Null(new NextUnit(RigMinistry.Units, Today).After(RigMinistry.Archive, null, [Ruled(RigMinistry.Archive, (RigMinistry.Roads, 8))], restricted: true).To);
    }

    [Fact]
    public void However_units_return_no_report_goes_on_by_itself_more_than_twice_or_to_a_unit_that_had_it() =>
        Prop.ForAll(Arb.From(Lives()), life =>
        {
            var (candidates, acts) = life;
            List<Assignment> decisions = [Ruled(candidates[0].Unit, [.. candidates])];
            var moves = 0;
            foreach (var (act, said, person) in acts)
            {
                var holder = decisions[^1].Unit;
                if (holder is null || act == 0)
                {
                    // Triage, or a unit that keeps it: only a person may go on from there.
                    decisions.Add(Row("ani", Ours[person]));
                    continue;
                }

                if (act == 1 && decisions.Count > 0 && RigMinistry.Units.Ended(holder, Today) is not null)
                {
                    decisions.Add(Row("hub", RigMinistry.Units.Current(holder, Today)?.Code));
                    continue;
                }

                HashSet<string?> had = [.. decisions.Select(row => row.Unit)];
                var next = After(holder, Sayings[said], decisions);
                if (next.To is { } to)
                {
                    moves++;
                    Assert.DoesNotContain(to, had);
                    Assert.True(RigMinistry.Units.Find(to, Today) is { IsExternal: false }, to);
                    Assert.Equal(moves, next.Move);
                }

                decisions.Add(Row(holder, next.To));
            }

            Assert.InRange(moves, 0, 2);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Gen<(List<(string Unit, double Score)> Candidates, List<(int Act, int Said, int Person)> Acts)> Lives()
    {
        var candidate = Gen.Elements(RigMinistry.Units.All.Select(unit => unit.Code).ToArray()).SelectMany(unit => Gen.Choose(1, 9).Select(score => (unit, (double)score)));
        var act = Gen.Choose(0, 6).SelectMany(kind => Gen.Choose(0, Sayings.Length - 1).SelectMany(said => Gen.Choose(0, Ours.Length - 1).Select(person => (kind, said, person))));
        return Gen.NonEmptyListOf(candidate).SelectMany(candidates => Gen.ListOf(act).Select(acts => (candidates.OrderByDescending(one => one.Item2).ToList(), acts.ToList())));
    }

    private static Onward After(string from, string? said, IReadOnlyList<Assignment> decisions) => new NextUnit(RigMinistry.Units, Today).After(from, said, decisions, restricted: false);

    private static Assignment Ruled(string? unit, params (string Unit, double Score)[] candidates) => Row(Rules, unit) with
    {
        RuleSet = "rig-2",
        Explanation = $$"""{"candidates":[{{string.Join(',', candidates.Select(one => string.Create(CultureInfo.InvariantCulture, $$"""{"topic":"t","unit":"{{one.Unit}}","score":{{one.Score}}}""")))}}]}""",
    };

    private static Assignment Row(string by, string? unit) => new()
    {
        Id = Guid.Empty,
        ReportId = Guid.Empty,
        OnVersion = 1,
        Outcome = unit is null ? "Triage" : "Assigned",
        Unit = unit,
        Confidence = 1,
        Reason = "",
        Explanation = "{}",
        RuleSet = "",
        By = by,
        At = RouterRig.Start,
    };
}
