using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public sealed class AttachmentFetchTests
{
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF];
    private static readonly AttachmentResult Content = new AttachmentResult.Content(Picture, "image/jpeg");
    private static readonly AttachmentResult Away = new AttachmentResult.Unavailable("The channel answered 500.");
    private static readonly AttachmentResult Hurt = new AttachmentResult.Hurt("The bytes do not have the hash.");

    [Fact]
    public async Task A_channel_that_is_away_for_days_costs_no_photo()
    {
        await using var rig = await StartAsync(Away);
        await FetchAsync(rig, times: 80, pause: TimeSpan.FromHours(2));
        Assert.Equal((AttachmentState.Pending, 80), (await FileAsync(rig)) is var waiting ? (waiting.State, waiting.Attempts) : default);

        rig.Files.Gives = _ => Content;
        await FetchAsync(rig, times: 1, pause: TimeSpan.FromHours(2));

        var file = await FileAsync(rig);
        Assert.Equal((AttachmentState.Stored, Picture.Length), (file.State, file.Size));
        Assert.Equal(Picture, rig.Get<Seal>().Open(file.Sealed!, AttachmentFetch.Purpose));
    }

    [Fact]
    public async Task What_was_not_had_in_seven_days_is_given_up()
    {
        await using var rig = await StartAsync(Away);
        await FetchAsync(rig, times: 1, pause: TimeSpan.FromDays(7));
        Assert.Equal(AttachmentState.Pending, (await FileAsync(rig)).State);

        await FetchAsync(rig, times: 1, pause: TimeSpan.FromHours(2));

        Assert.Equal((AttachmentState.Gone, "The channel answered 500."), (await FileAsync(rig)) is var file ? (file.State, file.Fault) : default);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(21600, 21600)]
    public async Task The_channel_may_ask_for_a_longer_pause_and_not_for_a_shorter_one(int asked, int least)
    {
        await using var rig = await StartAsync(new AttachmentResult.Unavailable("The channel answered 429.", TimeSpan.FromSeconds(asked)));

        await FetchAsync(rig, times: 1, pause: TimeSpan.Zero);

        Assert.InRange((await FileAsync(rig)).NextAt, rig.Time.GetUtcNow().AddSeconds(least), rig.Time.GetUtcNow().AddSeconds(least * 1.5));
    }

    [Fact]
    public async Task A_file_whose_bytes_are_always_hurt_is_not_fetched_for_ever()
    {
        await using var rig = await StartAsync(Hurt);

        await FetchAsync(rig, times: 12, pause: TimeSpan.FromHours(2));
        Assert.Equal(AttachmentState.Pending, (await FileAsync(rig)).State);
        await FetchAsync(rig, times: 3, pause: TimeSpan.FromHours(2));

        Assert.Equal((AttachmentState.Gone, 13), (await FileAsync(rig)) is var file ? (file.State, file.Attempts) : default);
    }

    [Fact]
    public async Task Bytes_that_are_hurt_once_after_a_long_absence_are_asked_for_again()
    {
        await using var rig = await StartAsync(Away);
        await FetchAsync(rig, times: 20, pause: TimeSpan.FromHours(2));
        rig.Files.Gives = _ => Hurt;
        await FetchAsync(rig, times: 1, pause: TimeSpan.FromHours(2));

        Assert.Equal(AttachmentState.Pending, (await FileAsync(rig)).State);
    }

    [Theory]
    [InlineData("stored", "away")]
    [InlineData("stored", "gone")]
    [InlineData("away", "stored")]
    public async Task Of_two_processes_that_fetch_at_once_the_one_with_the_bytes_is_believed(string first, string late)
    {
        await using var rig = await StartAsync(Result(first));
        var slow = new Slow(() => FetchAsync(rig, times: 1, pause: TimeSpan.Zero), Result(late));

        await RunAsync(rig, slow);

        var file = await FileAsync(rig);
        Assert.Equal(AttachmentState.Stored, file.State);
        Assert.Equal(Picture, rig.Get<Seal>().Open(file.Sealed!, AttachmentFetch.Purpose));
    }

    [Fact]
    public async Task Of_two_processes_that_fail_at_once_one_is_counted()
    {
        await using var rig = await StartAsync(Away);

        await RunAsync(rig, new Slow(() => FetchAsync(rig, times: 1, pause: TimeSpan.Zero), Away));

        Assert.Equal(1, (await FileAsync(rig)).Attempts);
    }

    private static AttachmentResult Result(string word) => word switch
    {
        "stored" => Content,
        "gone" => new AttachmentResult.Gone("The media are gone (410)."),
        _ => Away,
    };

    private static async Task<RouterRig> StartAsync(AttachmentResult gives)
    {
        var rig = await RouterRig.StartAsync();
        rig.Files.Gives = _ => gives;
        await rig.ReadAsync(Items.Report("r-1") with { Attachments = [new InboundAttachment("f-1", "image/jpeg")] });
        return rig;
    }

    private static async Task FetchAsync(RouterRig rig, int times, TimeSpan pause)
    {
        for (var time = 0; time < times; time++)
        {
            rig.Clock.Advance(pause);
            await RunAsync(rig, rig.Files);
        }
    }

    private static async Task RunAsync(RouterRig rig, IAttachmentSource source) =>
        await new AttachmentFetch(rig.Get<HubStore>(), rig.Get<Leases>(), [source], rig.Get<Seal>(), rig.Time).Execute(null!, default);

    private static async Task<Attachment> FileAsync(RouterRig rig) => Assert.Single(await rig.AllAsync<Attachment>());

    /// <summary>Something else happens before it answers.</summary>
    private sealed class Slow(Func<Task> before, AttachmentResult result) : IAttachmentSource
    {
        public string Channel => RouterRig.Channel;

        public async Task<AttachmentResult> FetchAsync(string account, InboundAttachment attachment, CancellationToken cancellationToken)
        {
            await before();
            return result;
        }
    }
}
