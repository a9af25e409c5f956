using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;

namespace Hub.Determinism.Tests.Interleavings;

public sealed class ReceiptOrderTests
{
    private static readonly string[] Ranks = ["Sent", "Delivered", "Read", "Failed"];

    [Fact]
    public async Task Receipts_in_any_order_and_one_of_them_twice_end_at_the_highest()
    {
        using var start = World.Begin();
        await PushAsync(start, "report A 1 Antrean kartu penduduk", rests: true);
        var ends = new List<string>();

        await Task.Run(() => GoOnAsync(start, [], Ranks, ends), TestContext.Current.CancellationToken);

        Figures.Line($"{ends.Count} orders of {Ranks.Length} receipts and a twin");
        Assert.Equal(["Received Delivered Read"], ends.Distinct());
        Assert.Equal(96, ends.Count);
    }

    private static async Task GoOnAsync(World world, IReadOnlyList<string> came, IReadOnlyList<string> left, List<string> ends)
    {
        foreach (var rank in left.Count > 0 ? left : came)
        {
            using var branch = world.Copy();
            var twin = left.Count == 0 ? "# again\n" : "";
            await PushAsync(branch, $"{twin}receipt {branch.Scenery.Told[0].Operation} {rank}", rests: false);
            if (left.Count > 0)
            {
                await GoOnAsync(branch, [.. came, rank], [.. left.Except([rank])], ends);
                continue;
            }

            var row = (await Findings.OfAsync(branch)).Ledger[0];
            ends.Add($"{row.State} {row.Outcome} {row.Receipt}");
        }
    }

    private static async Task PushAsync(World world, string body, bool rests)
    {
        await using var life = new Life(world, new Steps());
        Assert.True(await life.PushAsync(body));
        await (rests ? life.SettleAsync() : life.WorkAsync());
    }
}
