using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Lifecycle;

/// <summary>The same life in every order of arrival, through the real desks and the store.</summary>
public sealed class PermutedLifeTests
{
    private static readonly (string Word, ReportState State, bool ByChannel)[] Life =
    [
        ("acknowledged", ReportState.Acknowledged, false), ("in_progress", ReportState.InProgress, false), ("waiting_reporter", ReportState.WaitingReporter, false),
        ("answered", ReportState.Answered, false), ("Ditutup oleh Admin", ReportState.Closed, true),
    ];

    [Fact]
    public async Task A_closed_life_ends_closed_since_its_date_with_the_channels_word_whatever_came_first()
    {
        await using var rig = await RouterRig.StartAsync();
        foreach (var (order, number) in Permutations(Life.Length).Select((order, number) => (order, number)))
        {
            var id = $"r-{number}";
            var report = await rig.AssignedAsync(id);
            var said = rig.Clock.GetUtcNow();
            rig.Clock.Advance(TimeSpan.FromHours(1));

            foreach (var step in order)
            {
                await SayAsync(rig, report, Life[step], said.AddMinutes(step + 1));
            }

            var end = await rig.ReportAsync(id);
            Assert.Equal((ReportState.Closed, said.AddMinutes(Life.Length), "Ditutup oleh Admin"), (end.State, end.StateAt, end.ChannelWord));
            var history = await rig.HistoryAsync(end.Id);
            Assert.All(Life, word => Assert.Contains(history, line => line.State == word.State && line.Text.Contains(word.Word, StringComparison.Ordinal)));

            // What the channel is told after it closed the report itself would be noise to the citizen.
            var told = (await rig.LedgerAsync(end.Id)).Select(row => row.State).ToList();
            Assert.DoesNotContain(ReportState.Closed, told);
            Assert.Equal(order.TakeWhile(step => !Life[step].ByChannel).Count(step => history.Any(line => line.Kind == "state" && line.State == Life[step].State)), told.Count(state => state is not ReportState.Received and not ReportState.Assigned));
        }
    }

    [Fact]
    public async Task Words_at_work_end_with_the_latest_whatever_came_first()
    {
        await using var rig = await RouterRig.StartAsync();
        string[] words = ["in_progress", "answered", "in_progress", "waiting_reporter"];
        foreach (var (order, number) in Permutations(words.Length).Select((order, number) => (order, number)))
        {
            var report = await rig.AssignedAsync($"r-{number}");
            var said = rig.Clock.GetUtcNow();
            rig.Clock.Advance(TimeSpan.FromHours(1));
            foreach (var step in order)
            {
                await rig.SaysAsync(report, words[step], at: said.AddMinutes(step + 1));
            }

            var end = await rig.ReportAsync($"r-{number}");
            Assert.Equal((ReportState.WaitingReporter, said.AddMinutes(words.Length)), (end.State, end.StateAt));
        }
    }

    [Fact]
    public async Task Of_two_ends_the_first_by_date_stands_and_the_channel_is_not_told_twice()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        var start = rig.Clock.GetUtcNow();
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await rig.SaysAsync(report, "archived", at: start.AddMinutes(50));

        await rig.ClosesAsync("r-1", start.AddMinutes(20));
        await rig.ClosesAsync("r-1", start.AddMinutes(70), ReportState.Withdrawn, "Ditarik");

        var end = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Closed, start.AddMinutes(20), "Selesai"), (end.State, end.StateAt, end.ChannelWord));
        Assert.Equal([ReportState.Received, ReportState.Assigned, ReportState.Archived], (await rig.LedgerAsync(report.Id)).Select(row => row.State));
        Assert.Contains(await rig.HistoryAsync(report.Id), line => line.Kind == "late" && line.Text.Contains("Ditarik", StringComparison.Ordinal));
    }

    private static Task SayAsync(RouterRig rig, Report report, (string Word, ReportState State, bool ByChannel) said, DateTimeOffset at) =>
        said.ByChannel ? rig.ClosesAsync(report.ExternalId, at, said.State, said.Word) : rig.SaysAsync(report, said.Word, at: at);

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : from rest in Permutations(count - 1) from place in Enumerable.Range(0, count) select (int[])[.. rest[..place], count - 1, .. rest[place..]];
}
