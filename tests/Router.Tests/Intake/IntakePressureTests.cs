using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class IntakePressureTests
{
    [Theory]
    [InlineData(PressureLevel.None, 0, 0, 0, PressureLevel.None)]
    [InlineData(PressureLevel.None, 60, 300, 500, PressureLevel.None)]
    [InlineData(PressureLevel.None, 61, 0, 0, PressureLevel.Slow)]
    [InlineData(PressureLevel.None, 0, 301, 0, PressureLevel.Slow)]
    [InlineData(PressureLevel.None, 0, 0, 501, PressureLevel.Slow)]
    [InlineData(PressureLevel.Slow, 31, 0, 0, PressureLevel.Slow)]
    [InlineData(PressureLevel.Slow, 30, 150, 250, PressureLevel.None)]
    [InlineData(PressureLevel.None, 601, 0, 0, PressureLevel.Refuse)]
    [InlineData(PressureLevel.None, 0, 21_601, 0, PressureLevel.Refuse)]
    [InlineData(PressureLevel.Slow, 0, 0, 1001, PressureLevel.Refuse)]
    [InlineData(PressureLevel.Slow, 0, 0, 1000, PressureLevel.Slow)]
    [InlineData(PressureLevel.Refuse, 0, 0, 501, PressureLevel.Refuse)]
    [InlineData(PressureLevel.Refuse, 301, 0, 0, PressureLevel.Refuse)]
    [InlineData(PressureLevel.Refuse, 300, 10_800, 500, PressureLevel.Slow)]
    [InlineData(PressureLevel.Refuse, 30, 150, 250, PressureLevel.None)]
    public void A_level_is_entered_at_its_mark_and_left_at_half_of_it(PressureLevel before, int unread, int backlog, int count, PressureLevel wanted)
    {
        var marks = new IntakeOptions { MostUnread = 1000 };

        Assert.Equal(wanted, IntakePressure.Judge(before, (TimeSpan.FromSeconds(unread), TimeSpan.FromSeconds(backlog), count), marks));
    }

    [Fact]
    public async Task A_few_stuck_bodies_and_bodies_of_channels_read_elsewhere_are_no_pressure_and_many_are()
    {
        await using var rig = await RouterRig.StartAsync();
        await AddAsync(rig, 100, RouterRig.Channel);
        await AddAsync(rig, 500, "elsewhere");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.Get<IntakePressure>().MeasureAsync(default);
        Assert.Equal(PressureLevel.None, rig.Get<IntakePressure>().Level);

        await AddAsync(rig, 1, RouterRig.Channel);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Get<IntakePressure>().MeasureAsync(default);
        Assert.Equal((PressureLevel.Slow, 120.0, 101), (rig.Get<IntakePressure>().Level, rig.Get<IntakePressure>().Last.UnreadSeconds, rig.Get<IntakePressure>().Last.Unread));
    }

    [Fact]
    public async Task Messages_that_wait_for_the_broker_slow_polling_at_once_and_refuse_pushes_only_after_hours()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync([.. Enumerable.Range(0, 101).Select(index => Items.Report($"r-{index}"))]);
        var pressure = rig.Get<IntakePressure>();

        // One to route up to 64 reports, and one for up to 64 acknowledgements.
        Assert.Equal(2 + 2, (await rig.AllAsync<OutboxMessage>()).Count);

        rig.Clock.Advance(TimeSpan.FromMinutes(6));
        await pressure.MeasureAsync(default);
        Assert.Equal(PressureLevel.Slow, pressure.Level);
        Assert.Equal(TimeSpan.FromSeconds(28), pressure.Stretch(TimeSpan.FromSeconds(7)));

        rig.Clock.Advance(TimeSpan.FromHours(6));
        await pressure.MeasureAsync(default);
        Assert.Equal(PressureLevel.Refuse, pressure.Level);
        Assert.Equal(Stored.No, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b"), default));

        await rig.SqlAsync($"DELETE FROM outbox");
        await rig.SqlAsync($"UPDATE reports SET state = 'Assigned'");
        await pressure.MeasureAsync(default);
        Assert.Equal(PressureLevel.None, pressure.Level);
    }

    [Fact]
    public async Task Messages_that_are_parked_and_those_behind_them_are_no_pressure_however_many_and_old_they_are()
    {
        await using var rig = await RouterRig.StartAsync();
        var reports = Enumerable.Range(0, 150).Select(_ => rig.Get<HubIds>().Next()).ToList();
        var messages = reports.SelectMany(report => new[] { 1, 2 }.Select(version => rig.Get<BusMessages>().UnitEvent(RigKnowledge.Water, rig.Get<HubIds>().Next(), "{}", (report, version))));
        await rig.WriteAsync((write, token) => write.Db.InsertAsync(messages.ToList(), token));
        await rig.SqlAsync($"UPDATE outbox SET parked_at = created_at WHERE sequence = 1");
        var pressure = rig.Get<IntakePressure>();

        rig.Clock.Advance(TimeSpan.FromHours(7));
        await pressure.MeasureAsync(default);
        Assert.Equal((PressureLevel.None, 0.0), (pressure.Level, pressure.Last.BacklogSeconds));

        await rig.Get<OutboxDesk>().RetryAsync([], ("uji", "antrean dibetulkan"), default);
        await pressure.MeasureAsync(default);
        Assert.Equal(PressureLevel.Refuse, pressure.Level);
    }

    [Fact]
    public async Task Under_pressure_channels_are_asked_one_page_at_a_time_less_often_and_then_not_at_all()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Task.FromResult<PollResult>(new PollResult.Page([], "c", true)) };
        await AddAsync(rig, 101, RouterRig.Channel);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Get<IntakePressure>().MeasureAsync(default);

        Assert.Equal(channel.Interval * 4, await rig.Get<ChannelPolling>().PollAsync(channel, default));
        Assert.Single(channel.Cursors);

        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await rig.Get<IntakePressure>().MeasureAsync(default);
        Assert.Equal(channel.Interval * 4, await rig.Get<ChannelPolling>().PollAsync(channel, default));
        Assert.Single(channel.Cursors);
    }

    [Fact]
    public async Task With_the_reader_stopped_memory_and_store_stay_bounded_and_afterwards_everything_is_there_once()
    {
        const int bodies = 600;
        await using var rig = await RouterRig.StartLiveAsync(("Intake:MostUnread", "200"), ("Intake:MostBytes", "8388608"));
        var pressure = rig.Get<IntakePressure>();
        await rig.RunAsync<ChannelInbox>();
        var padding = new string('x', 60_000);
        var waiting = new Queue<RawItem>(Enumerable.Range(0, bodies).Select(index => rig.Normaliser.Body($"{index} {padding}", Items.Report($"r-{index}"))));

        // The channel sends on: what is refused is sent again later.
        for (var round = 0; round < 30; round++)
        {
            await SendAsync(rig, waiting, 40);
            await pressure.MeasureAsync(default);
            Assert.InRange(rig.Get<ReadingQueue>().Bytes, 0, 8 << 20);
        }

        Assert.Equal(PressureLevel.Refuse, pressure.Level);
        Assert.InRange((await rig.AllAsync<RawBody>()).Count, 200, 280);
        Assert.Equal(0, rig.Get<IntakeGate>().Bytes);

        await rig.RunAsync<BodyReader>();
        await Eventually.True(
            async () =>
            {
                await pressure.MeasureAsync(default);
                await SendAsync(rig, waiting, 40);
                return waiting.Count == 0 && (await rig.AllAsync<Report>()).Count == bodies;
            },
            "all reports are there");
        await pressure.MeasureAsync(default);
        Assert.Equal((bodies, PressureLevel.None, 0L), ((await rig.AllAsync<RawBody>()).Count, pressure.Level, rig.Get<ReadingQueue>().Bytes));
    }

    [Theory]
    [InlineData("00:10:00", "00:10:00", "Intake:SlowAtUnread")]
    [InlineData("00:01:00", "00:10:00", null)]
    public void Polling_must_slow_down_before_pushes_are_refused(string slow, string refuse, string? complaint)
    {
        var verdict = new IntakeOptionsRules().Validate(null, new IntakeOptions { SlowAtUnread = TimeSpan.Parse(slow, null), RefuseAtUnread = TimeSpan.Parse(refuse, null) });

        Assert.Equal(complaint is not null, verdict.Failed);
        Assert.Contains(complaint ?? "", verdict.FailureMessage ?? "", StringComparison.Ordinal);
        Assert.False(new IntakeOptionsValidator().Validate(null, new IntakeOptions()).Failed);
    }

    private static async Task SendAsync(RouterRig rig, Queue<RawItem> waiting, int count)
    {
        var batch = Enumerable.Range(0, Math.Min(count, waiting.Count)).Select(_ => waiting.Dequeue()).ToList();
        var answers = await Task.WhenAll(batch.Select(body => rig.Get<IChannelInbox>().StoreAsync(body, default)));
        foreach (var (body, _) in batch.Zip(answers).Where(pair => pair.Second is Stored.No))
        {
            waiting.Enqueue(body);
        }
    }

    private static Task AddAsync(RouterRig rig, int count, string channel)
    {
        var archive = rig.Get<RawArchive>();
        var rows = Enumerable.Range(0, count).Select(_ => rig.Get<HubIds>().Next()).Select(id => archive.Close(new RawItem(channel, "main", id.ToByteArray(), rig.Time.GetUtcNow()))).ToList();
        return rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, rows, token));
    }
}
