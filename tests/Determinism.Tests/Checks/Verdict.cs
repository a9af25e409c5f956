using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Scenarios;

namespace Hub.Determinism.Tests.Checks;

/// <summary>Compares the end of a story with what must be found there, and with the promises.</summary>
internal static class Verdict
{
    public static async Task<IReadOnlyList<string>> OfAsync(Scenario scenario, World world)
    {
        var found = await Findings.OfAsync(world);
        var picture = Picture.Of(found);
        return
        [
            .. Promises.Broken(found),
            .. scenario.Ends.Except(picture).Select(line => $"missing <{line}>"),
            .. picture.Except(scenario.Ends).Select(line => $"found <{line}>"),
        ];
    }
}
