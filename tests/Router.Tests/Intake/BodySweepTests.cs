using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class BodySweepTests
{
    [Fact]
    public async Task A_body_that_lies_in_memory_is_left_to_the_reader_and_one_that_memory_lost_is_found()
    {
        await using var rig = await RouterRig.StartAsync();
        var queue = rig.Get<ReadingQueue>();
        var (held, lost) = (await StoreAsync(rig, 1), await StoreAsync(rig, 2));
        queue.Offer(held);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([lost.RawId], await FoundAsync(rig, queue));

        Assert.True(queue.TryTake(out _));
        Assert.Equal([held.RawId, lost.RawId], await FoundAsync(rig, queue));
    }

    private static async Task<IEnumerable<Guid>> FoundAsync(RouterRig rig, ReadingQueue queue) =>
        (await rig.Get<BodySweep>().FindAsync(queue.Holds, default)).Select(body => body.RawId);

    private static async Task<UnreadBody> StoreAsync(RouterRig rig, byte content)
    {
        var item = new RawItem(RouterRig.Channel, "main", new[] { content }, rig.Time.GetUtcNow());
        var row = rig.Get<RawArchive>().Close(item);
        await rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, [row], token));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        return new UnreadBody(row.Id, item) { IsNew = true };
    }
}
