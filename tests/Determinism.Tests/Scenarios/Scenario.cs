using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;

namespace Hub.Determinism.Tests.Scenarios;

/// <summary>One thing that the outside does, again and again until it is answered.</summary>
/// <param name="TryAsync">True when the outside has its answer.</param>
internal sealed record Act(string Name, Func<Life, Task<bool>> TryAsync)
{
    /// <summary>False when the next act comes before the hub is done with this one.</summary>
    public bool Rests { get; init; } = true;
}

/// <summary>A story with a fully known end.</summary>
/// <param name="Ends">What must be found at the end, whatever went wrong on the way.</param>
internal sealed record Scenario(string Name, IReadOnlyList<Act> Acts, IReadOnlyList<string> Ends)
{
    public Func<Scenery, Scenery> Begins { get; init; } = static scenery => scenery;

    public IReadOnlyDictionary<string, Page> Pages { get; init; } = new Dictionary<string, Page>();

    public override string ToString() => Name;
}

/// <summary>Plays the rest of a scenario in a world, with a hub that starts anew.</summary>
internal static class Play
{
    private const int MostTries = 12;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Scenario scenario, World world, Steps steps)
    {
        await using var life = new Life(world, steps, scenario.Pages);
        await life.SettleAsync();
        while (world.Scenery.Act < scenario.Acts.Count)
        {
            var act = scenario.Acts[world.Scenery.Act];
            await AnswerAsync(act, life);
            if (act.Rests)
            {
                await life.SettleAsync();
            }
        }

        await life.SettleAsync();
    }

    private static async Task AnswerAsync(Act act, Life life)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            // An answer that is lost on its way is no answer.
            if (await TryAsync(act, life)
                && await life.Steps.DoAsync($"answer {act.Name}", () => life.World.Change(scenery => scenery with { Act = scenery.Act + 1 })) is not Trouble.Undone)
            {
                return;
            }

            life.World.Clock.Advance(Pause);
        }

        throw new InvalidOperationException($"\"{act.Name}\" was never answered.");
    }

    private static async Task<bool> TryAsync(Act act, Life life)
    {
        try
        {
            return await act.TryAsync(life);
        }
        catch (Exception fault) when (fault is ConnectionLost or StoreAway)
        {
            return false;
        }
    }
}
