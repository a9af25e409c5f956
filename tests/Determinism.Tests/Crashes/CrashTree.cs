using System.Collections.Concurrent;
using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Crashes;

/// <summary>What an enumeration came to.</summary>
/// <param name="Points">Before and after each step of the run without faults: places where a kill was tried.</param>
/// <param name="Pairs">The same for a second kill in each recovery.</param>
/// <param name="Lives">Recoveries that were really played. Two places with nothing between them that outlives the process are one.</param>
internal sealed record CrashCount(int Points, int Pairs, int Lives)
{
    public static CrashCount operator +(CrashCount one, CrashCount other) => new(one.Points + other.Points, one.Pairs + other.Pairs, one.Lives + other.Lives);
}

/// <summary>
/// Kills the hub at every step of a scenario, and a second time at every step of each recovery. A kill leaves the world as it
/// is at that instant, so a copy of the world is made after each effect and a new hub is started in it.
/// </summary>
internal sealed class CrashTree(Scenario scenario)
{
    private readonly ConcurrentBag<string> failures = [];

    /// <summary>Each line names the kills and what was found.</summary>
    public IReadOnlyList<string> Failures => [.. failures.Order(StringComparer.Ordinal)];

    public async Task<CrashCount> GrowAsync(int kills)
    {
        using var world = World.Begin(scenario.Begins);
        return await GrowAsync(world, kills, "");
    }

    private async Task<CrashCount> GrowAsync(World world, int kills, string path)
    {
        var instants = new List<(World World, Step After)> { (world.Copy(), new Step(-1, "start", HasEffect: true)) };
        var steps = new Steps { AfterEffect = step => Keep(instants, world, step, kills) };
        await PlayAsync(world, steps, path);
        var count = Count(steps.Taken.Count + steps.Effects, kills, path);
        try
        {
            count += await AllAsync(instants, kills, path);
        }
        finally
        {
            instants.ForEach(instant => instant.World.Dispose());
        }

        return count;
    }

    /// <summary>Worlds know nothing of each other, so the branches of the trunk grow side by side.</summary>
    private async Task<CrashCount> AllAsync(List<(World World, Step After)> instants, int kills, string path)
    {
        var counts = new ConcurrentBag<CrashCount>();
        await Parallel.ForEachAsync(
            kills == 0 ? [] : instants,
            new ParallelOptions { MaxDegreeOfParallelism = path.Length == 0 ? Environment.ProcessorCount : 1 },
            async (instant, _) => counts.Add(await GrowAsync(instant.World, kills - 1, $"{path} killed after {instant.After.Number} {instant.After.Name};")));
        return counts.Aggregate(new CrashCount(0, 0, 0), static (sum, one) => sum + one);
    }

    /// <summary>Before each step, and after each that has an effect.</summary>
    private static CrashCount Count(int places, int kills, string path) => (kills, path) switch
    {
        (0, _) => new CrashCount(0, 0, 1),
        (_, "") => new CrashCount(places, 0, 1),
        _ => new CrashCount(0, places, 1),
    };

    private static void Keep(List<(World, Step)> instants, World world, Step step, int kills)
    {
        if (kills > 0)
        {
            instants.Add((world.Copy(), step));
        }
    }

    private async Task PlayAsync(World world, Steps steps, string path)
    {
        try
        {
            await Play.RunAsync(scenario, world, steps);
            foreach (var words in await Verdict.OfAsync(scenario, world))
            {
                failures.Add($"{scenario}:{path} {words}");
            }
        }
        catch (Exception fault) when (fault is NeverQuietException or InvalidOperationException)
        {
            failures.Add($"{scenario}:{path} {fault.Message}");
        }
    }
}
