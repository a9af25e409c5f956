using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Router.Tests.Accountability;

/// <summary>The timeline of a report is complete, ordered, and enough to tell how it stands (PEERS 3.32).</summary>
public class TimelineDeskTests
{
    /// <summary>No steps: the keys of items repeat what came in; what was cut out of a text belongs to the vault.</summary>
    private static readonly Type[] NoSteps = [typeof(InboundKey), typeof(VaultFragment)];

    [Fact]
    public async Task A_hundred_random_lives_are_told_whole_in_order_and_fold_into_how_they_stand()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        await new MonthOfWork(rig, 41).PlayAsync(100, rig.DeadlinesAsync);
        var rows = await RowsAsync(rig);
        var kinds = new HashSet<string>();

        foreach (var report in await rig.AllAsync<Report>())
        {
            var timeline = (await rig.Get<TimelineDesk>().FindAsync(report.Number, default))!;

            var told = timeline.Steps.Select(step => (step.Table, step.Ref)).ToHashSet();
            Assert.All(rows[report.Id], row => Assert.Contains(row, told));
            Assert.Equal(timeline.Steps.Select(step => step.At.ToUnixTimeMilliseconds()).Order(), timeline.Steps.Select(step => step.At.ToUnixTimeMilliseconds()));
            Assert.Equal((report.State, report.Unit), Fold(timeline.Steps));
            kinds.UnionWith(timeline.Steps.Select(step => step.Kind));
        }

        Assert.Superset(new HashSet<string> { "raw", "report", "received", "decision", "state", "clocks", "clock", "escalation", "pause", "unit_event", "unit_word", "status", "status_outcome", "synced", "contribution" }, kinds);
    }

    [Fact]
    public void Within_one_instant_causes_stand_before_what_they_cause_however_the_rows_lie()
    {
        var at = RouterRig.Start;
        string[] kinds = ["raw", "report", "received", "decision", "state", "clock", "unit_event", "status", "status_outcome", "synced", "sighting"];
        var steps = kinds.Select((kind, index) => new StoryStep(at.AddTicks(100 - index), kind, "hub", "", "t", $"{index}")).ToList();
        var random = new Random(5);

        for (var round = 0; round < 20; round++)
        {
            var mixed = steps.ToArray();
            random.Shuffle(mixed);
            Assert.Equal(kinds, StoryKinds.Ordered(mixed).Select(step => step.Kind));
        }
    }

    [Fact]
    public async Task A_restricted_report_shows_its_steps_and_none_of_its_words()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "Pegawai meminta suap untuk jalan rusak"));
        var report = await rig.ReportAsync("r-1");
        await rig.Get<Hub.Router.Routing.ReportRouting>().RouteAsync([report.Id], default);
        await rig.ReadAsync(Items.FollowUp("k-1", "r-1", "Namanya saya tahu, dia menerima uang"));
        var unit = (await rig.ReportAsync("r-1")).Unit!;
        var said = new UnitStatus { ReportId = report.Id, Status = "in_progress", PublicNote = "Kepala satker diperiksa", InternalNote = "Dugaan terhadap kepala satker" };
        Assert.IsType<UnitStatusResult.Taken>(await rig.Get<UnitStatusDesk>().SayAsync(unit, "e-1", said, default));

        var timeline = (await rig.Get<TimelineDesk>().FindAsync(report.Number, default))!;
        var story = (await rig.Get<ReportDesk>().FindAsync(report.Number, default))!;

        Assert.DoesNotContain("kepala satker", string.Join('\n', story.History.Select(line => line.Text)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(story.History, line => line.By == unit && line.State is ReportState.InProgress);
        Assert.NotEqual(RestrictedWords.Hidden, Assert.Single(story.Decisions).Reason);
        var written = string.Join('\n', timeline.Steps.Select(step => $"{step.Text} {string.Join(' ', step.Facts.Values)}"));
        Assert.DoesNotContain("menerima uang", written, StringComparison.Ordinal);
        Assert.DoesNotContain("kepala satker", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("meminta suap untuk", written, StringComparison.Ordinal);
        Assert.Contains(timeline.Steps, step => step.Kind == "contribution");
        Assert.Null(await rig.Get<TimelineDesk>().FindAsync("LP-1999-000001", default));
    }

    [Fact]
    public async Task A_body_whose_time_was_over_is_said_to_be_gone()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1"));
        var report = await rig.ReportAsync("r-1");
        await rig.SqlAsync($"DELETE FROM raw_bodies");

        var timeline = (await rig.Get<TimelineDesk>().FindAsync(report.Number, default))!;

        Assert.DoesNotContain(timeline.Steps, step => step.Kind == "raw");
        Assert.Equal("removed because its time is over", Assert.Single(timeline.Steps, step => step.Kind == "report").Facts["raw"]);
    }

    /// <summary>How the report stands by its own steps alone.</summary>
    private static (ReportState State, string? Unit) Fold(IReadOnlyList<StoryStep> steps)
    {
        var (state, unit) = (ReportState.Received, (string?)null);
        foreach (var step in steps)
        {
            state = step.Kind is "state" ? step.State!.Value : state;
            unit = step.Kind is "decision" ? step.Facts.GetValueOrDefault("unit") : unit;
        }

        return (state, unit);
    }

    /// <summary>Every row of every table that names a report, asked of the model: a new table is in it from its first day.</summary>
    private static async Task<ILookup<Guid, (string Table, string Ref)>> RowsAsync(RouterRig rig)
    {
        var types = await rig.Get<HubStore>().ReadAsync(
            (db, _) => Task.FromResult(db.Model.GetEntityTypes().Where(type => type.FindProperty("ReportId") is not null && !NoSteps.Contains(type.ClrType)).ToList()), default);
        Assert.True(types.Count >= 12, $"Only {types.Count} tables name a report.");

        var found = new List<(Guid Report, (string Table, string Ref) Row)>();
        foreach (var type in types)
        {
            var read = typeof(TimelineDeskTests).GetMethod(nameof(ReadAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type.ClrType);
            found.AddRange(await (Task<List<(Guid, (string, string))>>)read.Invoke(null, [rig, type])!);
        }

        return found.ToLookup(row => row.Report, row => row.Row);
    }

    private static async Task<List<(Guid Report, (string Table, string Ref) Row)>> ReadAsync<T>(RouterRig rig, IEntityType type)
        where T : class
    {
        var report = type.FindProperty("ReportId")!.PropertyInfo!;
        var keys = type.FindPrimaryKey()!.Properties.Select(property => property.PropertyInfo!).ToList();
        var parts = keys.Where(key => keys.Count == 1 || key.Name != "ReportId").ToList();
        return (await rig.AllAsync<T>()).ConvertAll(row => ((Guid)report.GetValue(row)!, (type.GetTableName()!, string.Join('/', parts.Select(key => Written(key.GetValue(row)!))))));
    }

    private static string Written(object value) => value is DateTimeOffset at ? at.UtcDateTime.ToString("O") : value.ToString()!;
}
