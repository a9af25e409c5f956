using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

public sealed class WatchedFolderTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    private readonly RuleFolderCopy copy = new();
    private readonly WatchedFolder watched;

    public WatchedFolderTests() => watched = new WatchedFolder(copy.Path);

    public void Dispose() => copy.Dispose();

    [Fact]
    public void A_changed_set_is_used_once_it_stood_still_between_two_looks()
    {
        var inForce = copy.Version;
        Assert.Null(watched.Look(inForce, Today));
        Assert.Null(watched.Look(inForce, Today));

        copy.Append("routing.yaml", "\n# satu\n");
        Assert.Null(watched.Look(inForce, Today));
        copy.Append("abbreviations.csv", "\n");
        Assert.Null(watched.Look(inForce, Today));

        Assert.Equal(copy.Version, watched.Look(inForce, Today)?.Version);
        Assert.Null(watched.Look(copy.Version, Today));
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public void A_bad_set_is_refused_with_its_faults_until_it_is_mended()
    {
        var inForce = copy.Version;
        copy.Change("routing.yaml", "  topic: 2", "  topik: 2");
        Assert.Null(Twice(inForce, Today));
        Assert.Contains("thresholds.topik", Assert.Single(watched.Faults).ToString(), StringComparison.Ordinal);

        copy.Change("routing.yaml", "  topik: 2", "  topic: 2");
        Assert.Null(Twice(inForce, Today));
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public void A_folder_that_loses_a_file_or_itself_is_refused()
    {
        var inForce = copy.Version;
        File.Delete(Path.Combine(copy.Path, "places", "dams.csv"));
        Assert.Null(Twice(inForce, Today));
        Assert.Contains("the file is missing", Assert.Single(watched.Faults).Problem, StringComparison.Ordinal);

        var gone = new WatchedFolder(copy.Path + "-tiada");
        gone.Look(inForce, Today);
        Assert.Null(gone.Look(inForce, Today));
        Assert.NotEmpty(gone.Faults);
    }

    [Fact]
    public void A_duty_whose_unit_ends_while_the_hub_runs_shows_on_the_day_after()
    {
        copy.Change("units.csv", "PU-BPJT,Badan Pengatur Jalan Tol,PU,agency,,2024-10-21,,", "PU-BPJT,Badan Pengatur Jalan Tol,PU,agency,,2024-10-21,2026-11-22,");
        var inForce = copy.Version;

        Twice(inForce, Today);
        Assert.Empty(watched.Faults);

        watched.Look(inForce, Today.AddDays(1));
        Assert.Contains(watched.Faults, fault => fault.ToString().Contains("none of its units (PU-BPJT, PUPR-BPJT) is in force on 2026-11-23", StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_rules_stand_on_units_that_are_in_force() => Assert.Empty(RoutingFiles.Load(RoutingFiles.Shipped, JakartaToday.Of(TimeProvider.System)) is RoutingFilesResult.Refused refused ? refused.Faults : []);

    private Hub.Router.Routing.RoutingKnowledge? Twice(string inForce, DateOnly day) => watched.Look(inForce, day) ?? watched.Look(inForce, day);
}
