using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Model;

/// <summary>Plays a list of commands with the real hub, and compares it with what the reference says.</summary>
internal static class RandomStory
{
    /// <returns>Where they differ, and which promises are broken.</returns>
    public static async Task<IReadOnlyList<string>> PlayAsync(IReadOnlyList<Command> commands)
    {
        var (scenario, kills) = Tell(commands);
        var world = World.Begin();
        try
        {
            while (world.Scenery.Act < scenario.Acts.Count)
            {
                world = await GoOnAsync(scenario, world, kills);
            }

            var found = await Findings.OfAsync(world);
            var picture = Picture.Of(found).Select(Sorted).ToList();
            return [.. Promises.Broken(found), .. scenario.Ends.Except(picture).Select(line => $"missing <{line}>"), .. picture.Except(scenario.Ends).Select(line => $"found <{line}>")];
        }
        catch (Exception fault) when (fault is NeverQuietException or InvalidOperationException)
        {
            return [fault.Message];
        }
        finally
        {
            world.Dispose();
        }
    }

    /// <summary>One life, until the story ends or the hub is killed in it.</summary>
    /// <returns>The world to go on in.</returns>
    private static async Task<World> GoOnAsync(Scenario scenario, World world, Dictionary<int, int> kills)
    {
        World? left = null;
        var (act, effects) = (-1, 0);
        var steps = new Steps();
        steps.AfterEffect = _ =>
        {
            (act, effects) = act == world.Scenery.Act ? (act, effects + 1) : (world.Scenery.Act, 1);
            if (left is null && kills.TryGetValue(act, out var after) && after == effects)
            {
                // What the old hub does from here on happens in a world that is thrown away.
                kills.Remove(act);
                left = world.Copy();
            }
        };
        await Play.RunAsync(scenario, world, steps);
        if (left is null)
        {
            return world;
        }

        world.Dispose();
        return left;
    }

    private static (Scenario Scenario, Dictionary<int, int> Kills) Tell(IReadOnlyList<Command> commands)
    {
        var reports = new SortedDictionary<string, Reference>(StringComparer.Ordinal);
        var acts = new List<Act>();
        var kills = new Dictionary<int, int>();
        foreach (var command in commands)
        {
            var before = reports.GetValueOrDefault(command.Name);
            if (!Reference.Fits(before, command))
            {
                continue;
            }

            if (command.KillAfter > 0)
            {
                kills[acts.Count] = command.KillAfter;
            }

            if (Reference.After(before, command, acts.Count) is { } after)
            {
                reports[command.Name] = after;
            }

            acts.Add(command.ToAct(acts.Count, before));
        }

        return (new Scenario("random", acts, [.. reports.Values.SelectMany(report => report.Lines())]), kills);
    }

    /// <summary>Two units get their events on different ways, in no order between them.</summary>
    private static string Sorted(string line) => line.Split(" units: ") is [var name, var events]
        ? $"{name} units: {string.Join(", ", events.Split(", ").Order(StringComparer.Ordinal))}"
        : line;
}
