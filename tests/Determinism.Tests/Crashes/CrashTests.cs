using System.Diagnostics;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Crashes;

public sealed class CrashTests
{
    /// <summary>HUB_DETERMINISM=quick leaves the second kill out, for a look while one works.</summary>
    private static readonly int Kills = Environment.GetEnvironmentVariable("HUB_DETERMINISM") is "quick" ? 1 : 2;

    public static TheoryData<string> Names => ScenarioTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Any_kill_and_any_second_kill_ends_as_if_nothing_had_happened(string name)
    {
        var since = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var tree = new CrashTree(Stories.All.Single(story => story.Name == name));

        var count = await Task.Run(() => tree.GrowAsync(kills: Kills), TestContext.Current.CancellationToken);

        Figures.Line($"{name}: {count.Points} points, {count.Pairs} pairs in {count.Lives} lives, {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F1} s cpu");
        Assert.True(tree.Failures.Count == 0, $"{tree.Failures.Count} of {count.Lives}:\n{string.Join('\n', tree.Failures.Take(12))}");
        Assert.InRange(count.Points, 40, int.MaxValue);
    }
}
