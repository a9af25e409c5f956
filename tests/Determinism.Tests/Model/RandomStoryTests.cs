using FsCheck;
using FsCheck.Fluent;

namespace Hub.Determinism.Tests.Model;

public sealed class RandomStoryTests
{
    private const int Stories = 500;

    /// <summary>Stories that were told wrong once; one a line, and they stay.</summary>
    public static TheoryData<string> Kept => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Model", "kept-stories.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Two halves, so that both cores have one. FsCheck names the seed of a failure; HUB_SEED plays others than CI does.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_thousand_random_stories_go_as_the_reference_says(ulong half)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("HUB_SEED"), out var wanted) ? wanted : 20260302;
        Figures.Line($"{Stories} random stories of seed {seed}, {half}");

        Prop.ForAll(Arb.From(Commands(), Shorter), async commands =>
        {
            var wrong = await RandomStory.PlayAsync(commands);
            return wrong.Count == 0 ? true : throw new InvalidOperationException($"{string.Join("; ", commands)}\n{string.Join('\n', wrong)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Stories).WithEndSize(14).WithReplay(new Replay(new Rnd(seed, (half * 2) + 1), null)));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task A_story_that_once_went_wrong_goes_as_the_reference_says(string commands) =>
        Assert.Empty(await RandomStory.PlayAsync([.. commands.Split("; ").Select(Command.Parse)]));

    private static IEnumerable<List<Command>> Shorter(List<Command> commands) => commands.Select((_, left) => commands.Where((_, index) => index != left).ToList());

    private static Gen<List<Command>> Commands()
    {
        var kinds = Gen.Frequency((4, Gen.Constant(Kind.Receive)), (12, Gen.Elements(Enum.GetValues<Kind>())));
        var kills = Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 16)));
        var command = kinds.SelectMany(kind => Gen.Choose(0, 3).SelectMany(report => kills.Select(kill => new Command(kind, report, kill))));
        return Gen.ListOf(command).Select(commands => commands.ToList());
    }
}
