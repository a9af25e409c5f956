using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Crashes;

public sealed class LostAnswerTests
{
    private static readonly Func<Exception>[] StoreFaults = [static () => new ConnectionLost(), static () => new StoreAway()];

    public static TheoryData<string> Names => ScenarioTests.Names;

    /// <summary>Each step fails once without effect, and once after its effect; the store's in both ways a driver can say it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Any_step_of_unknown_outcome_ends_as_if_it_had_been_known(string name)
    {
        var story = Stories.All.Single(story => story.Name == name);
        var cases = Cases(await PlayAsync(story, new Steps(), []));
        var failures = new List<string>();

        foreach (var one in cases)
        {
            var plan = new Steps { Plan = step => step.Number == one.Step.Number ? one.Trouble : Trouble.None, StoreFault = one.StoreFault };
            await PlayAsync(story, plan, failures, $"{one.Step.Number} {one.Step.Name} {one.Trouble} ({one.StoreFault().GetType().Name}):");
        }

        Figures.Line($"{name}: {cases.Count} unknowns");
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count}:\n{string.Join('\n', failures.Take(12))}");
        Assert.InRange(cases.Count, 40, int.MaxValue);
    }

    private static List<(Step Step, Trouble Trouble, Func<Exception> StoreFault)> Cases(IReadOnlyList<Step> steps) =>
    [
        .. from step in steps
           from trouble in step.HasEffect ? [Trouble.Undone, Trouble.Lost] : new[] { Trouble.Undone }
           from fault in step.Name.StartsWith("store ", StringComparison.Ordinal) ? StoreFaults : StoreFaults[..1]
           select (step, trouble, fault),
    ];

    private static async Task<IReadOnlyList<Step>> PlayAsync(Scenario story, Steps steps, List<string> failures, string where = "")
    {
        using var world = World.Begin(story.Begins);
        try
        {
            await Task.Run(() => Play.RunAsync(story, world, steps), TestContext.Current.CancellationToken);
            failures.AddRange((await Verdict.OfAsync(story, world)).Select(words => $"{where} {words}"));
        }
        catch (Exception fault) when (fault is NeverQuietException or InvalidOperationException)
        {
            failures.Add($"{where} {fault.Message}");
        }

        return steps.Taken;
    }
}
