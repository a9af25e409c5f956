using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Reconciliation;

public class ReconciliationTimetableTests
{
    // Half past one at night in Jakarta.
    private static readonly DateTimeOffset Night = new(2026, 3, 1, 18, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, -61, "light")] // an hour since the last run
    [InlineData(-1, -60, null)]
    [InlineData(0, -60, "whole")] // the hour strikes
    [InlineData(0, -5, "whole")] // and does not wait for the pause of the light runs
    [InlineData(300, -90, "whole")] // the night was missed and is made up for
    public void A_run_is_due_by_the_rows_alone(int minutes, int last, string? due) =>
        Assert.Equal(due, Due(State(Night.AddMinutes(last), Night.AddDays(-1).AddMinutes(3)), Night.AddMinutes(minutes)));

    [Fact]
    public void After_the_night_comes_an_hour_of_peace_and_a_run_that_was_cut_short_comes_again_after_its_pause()
    {
        Assert.Null(Due(State(Night.AddMinutes(2), Night.AddMinutes(2)), Night.AddMinutes(10)));
        Assert.Equal("light", Due(State(Night.AddMinutes(2), Night.AddMinutes(2)), Night.AddMinutes(63)));

        var cut = State(Night.AddMinutes(2), Night.AddDays(-1).AddMinutes(3));
        Assert.Null(Due(cut, Night.AddMinutes(10)));
        Assert.Equal("whole", Due(cut, Night.AddMinutes(63)));
    }

    [Fact]
    public void A_light_run_begins_with_a_whole_day_in_Jakarta()
    {
        var order = ReconciliationTimetable.Due(new TestAudit("kanal"), State(Night.AddHours(1), Night.AddHours(1)), (new ReconciliationOptions(), Night.AddHours(10)))!;

        Assert.True(order.IsLight);
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 17, 0, 0, TimeSpan.Zero), order.Window.From);
    }

    [Fact]
    public async Task The_job_lets_polls_catch_up_first_and_then_keeps_its_hours()
    {
        await using var rig = await RouterRig.StartAsync();
        var job = ActivatorUtilities.CreateInstance<ReconciliationJob>(rig.Get<IServiceProvider>());

        Assert.Null(await job.RunAsync(rig.Audit, default));
        Assert.Empty(await rig.AllAsync<ReconciliationState>());
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await job.RunAsync(rig.Audit, default));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await job.RunAsync(rig.Audit, default))!.Whole);
        Assert.Equal(rig.Clock.GetUtcNow(), Assert.Single(await rig.AllAsync<ReconciliationState>()).WholeAt);
        Assert.Null(await job.RunAsync(rig.Audit, default));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await job.RunAsync(rig.Audit, default));
    }

    [Fact]
    public async Task A_job_that_fails_is_logged_and_ends_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        var job = ActivatorUtilities.CreateInstance<ReconciliationJob>(rig.Get<IServiceProvider>());
        rig.Clock.Advance(TimeSpan.FromMinutes(6));
        rig.Faults.AtBegin = new InvalidOperationException("the store is away");

        Assert.Null(await job.RunAsync(rig.Audit, default));
        Assert.Contains(rig.Logs.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("36.00:00:00", "00:15:00", 1)]
    [InlineData("01:00:00", "01:00:00", 1)]
    [InlineData("1.00:00:00", "00:15:00", 0)]
    public void Times_that_contradict_each_other_do_not_start(string light, string late, int faults)
    {
        var result = new ReconciliationOptionsRules().Validate(null, new ReconciliationOptions { LightWindow = TimeSpan.Parse(light, null), LateAfter = TimeSpan.Parse(late, null) });

        Assert.Equal(faults, result.Failures?.Count() ?? 0);
    }

    private static ReconciliationState State(DateTimeOffset at, DateTimeOffset? whole) =>
        new() { Channel = "kanal", Account = "main", At = at, WholeAt = whole, NextAt = at.AddHours(1) };

    private static string? Due(ReconciliationState state, DateTimeOffset now) =>
        ReconciliationTimetable.Due(new TestAudit("kanal"), state, (new ReconciliationOptions(), now)) is { } order ? order.IsLight ? "light" : "whole" : null;
}
