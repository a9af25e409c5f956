using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;

namespace Hub.Determinism.Tests.Scenarios;

public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. Stories.All.Select(story => story.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Without_faults_it_ends_as_told(string name)
    {
        var story = Stories.All.Single(story => story.Name == name);
        using var world = World.Begin(story.Begins);
        var steps = new Steps();

        await Task.Run(() => Play.RunAsync(story, world, steps), TestContext.Current.CancellationToken);

        var found = await Findings.OfAsync(world);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', steps.Taken.Select(step => $"{step.Number} {step.Name}")));
        Assert.Equal(story.Ends, Picture.Of(found));
        Assert.Empty(Promises.Broken(found));
    }
}
