using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class SilenceTests
{
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    /// <summary>A Wednesday, 08:00 in Jakarta.</summary>
    private static readonly DateTimeOffset Morning = new DateTimeOffset(2026, 3, 4, 8, 0, 0, Jakarta).ToUniversalTime();

    [Theory]
    [InlineData(4, 0, 3, 12.0, "three hours of a day of four an hour")]
    [InlineData(4, 0, 1.5, 6.0, "a part of an hour counts as a part")]
    [InlineData(4, 13, 9, 8.0, "from nine in the evening on, only one hour before the night and one after it count")]
    [InlineData(4, 14, 7, 0.0, "a night counts nothing by itself")]
    [InlineData(1, 0, 3, 0.0, "one week is no history")]
    [InlineData(2, 0, 3, 12.0, "two weeks are")]
    public void What_was_to_be_expected_follows_the_hours_of_the_week(int weeks, double after, double hours, double expected, string why)
    {
        var counts = Week(Morning, weeks, 4);
        var since = Morning + TimeSpan.FromHours(after);

        Assert.True(Math.Abs(expected - Silence.Expected(counts, Morning - TimeSpan.FromDays(7 * weeks), (since, since + TimeSpan.FromHours(hours)))) < 0.001, why);
    }

    [Fact]
    public void A_night_counts_nothing_even_where_people_write_at_night()
    {
        var counts = Enumerable.Range(1, 8 * 7 * 24).ToDictionary(hour => Morning - TimeSpan.FromHours(hour), _ => 4);
        var night = Morning + TimeSpan.FromHours(14);

        Assert.Equal(0, Silence.Expected(counts, Morning - TimeSpan.FromDays(56), (night, night + TimeSpan.FromHours(7))));
    }

    [Fact]
    public void One_disaster_and_one_outage_teach_nothing()
    {
        var counts = Week(Morning, 5, 4);
        for (var hour = 0; hour < 3; hour++)
        {
            counts[Morning + TimeSpan.FromHours(hour) - TimeSpan.FromDays(7)] = 5000;
            counts[Morning + TimeSpan.FromHours(hour) - TimeSpan.FromDays(14)] = 0;
        }

        Assert.Equal(12, Silence.Expected(counts, Morning - TimeSpan.FromDays(35), (Morning, Morning + TimeSpan.FromHours(3))));
    }

    [Fact]
    public void A_silence_of_months_is_judged_as_fast_as_one_of_a_week()
    {
        var counts = Week(Morning, 8, 4);

        Assert.True(Silence.Expected(counts, Morning - TimeSpan.FromDays(56), (Morning, Morning + TimeSpan.FromDays(20))) > 400);
    }

    [Fact]
    public async Task A_channel_that_answers_with_empty_lists_for_three_usual_hours_is_reachable_and_quiet()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Clock.Advance(Morning - rig.Clock.GetUtcNow());
        await ArchiveAsync(rig, weeks: 3);
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Task.FromResult<PollResult>(new PollResult.Page([], "c", false)) };

        Assert.Null(await QuietAsync(rig));
        Assert.Null(await PollAsync(rig, channel, hours: 1));
        Assert.Contains("about 12 were to be expected", await PollAsync(rig, channel, hours: 2), StringComparison.Ordinal);
        Assert.All(rig.Get<ChannelPolling>().States, state => Assert.Null(state.Fault));

        // One arrival ends it, and the night after a busy evening is no alarm.
        await AddAsync(rig, [rig.Clock.GetUtcNow()]);
        Assert.Null(await QuietAsync(rig));
        rig.Clock.Advance(TimeSpan.FromHours(10));
        await AddAsync(rig, [rig.Clock.GetUtcNow()]);
        Assert.Null(await PollAsync(rig, channel, hours: 8));
    }

    [Theory]
    [InlineData("Silence:Enabled", "false")]
    [InlineData("Silence:Except:0", RouterRig.Channel)]
    [InlineData("Silence:Expected", "13")]
    public async Task The_alarm_can_be_switched_off_or_made_more_patient(string key, string value)
    {
        await using var rig = await RouterRig.StartAsync((key, value));
        rig.Clock.Advance(Morning - rig.Clock.GetUtcNow());
        await ArchiveAsync(rig, weeks: 3);
        Assert.Null(await QuietAsync(rig));
        rig.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Null(await QuietAsync(rig));
    }

    [Fact]
    public async Task Hours_are_counted_once_however_often_they_are_counted_and_outlive_the_archive()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Clock.Advance(Morning - rig.Clock.GetUtcNow());
        await ArchiveAsync(rig, weeks: 2);
        await rig.Get<ArrivalCount>().CountAsync(default);
        await rig.Get<ArrivalCount>().CountAsync(default);
        Assert.Equal(2 * 7 * 17 * 4, (await rig.AllAsync<ArrivalHour>()).Sum(row => row.Count));

        await rig.SqlAsync($"DELETE FROM raw_bodies");
        rig.Clock.Advance(TimeSpan.FromHours(5));
        await AddAsync(rig, [rig.Clock.GetUtcNow()]);
        await rig.Get<ArrivalCount>().CountAsync(default);

        Assert.Equal((2 * 7 * 17 * 4) + 1, (await rig.AllAsync<ArrivalHour>()).Sum(row => row.Count));
        var last = await rig.Get<HubStore>().ReadAsync((db, token) => LastArrivals.ReadAsync(db, rig.Clock.GetUtcNow() + TimeSpan.FromDays(30), token), default);
        Assert.Equal(rig.Clock.GetUtcNow(), last[RouterRig.Channel]);
    }

    private static async Task<string?> PollAsync(RouterRig rig, TestPolled channel, int hours)
    {
        for (var poll = 0; poll < hours * 6; poll++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(10));
            await rig.Get<ChannelPolling>().PollAsync(channel, default);
        }

        return await QuietAsync(rig);
    }

    private static async Task<string?> QuietAsync(RouterRig rig)
    {
        await rig.Get<ArrivalCount>().CountAsync(default);
        var last = await rig.Get<HubStore>().ReadAsync((db, token) => LastArrivals.ReadAsync(db, rig.Clock.GetUtcNow(), token), default);
        return rig.Get<ChannelSilence>().Quiet(RouterRig.Channel, last.GetValueOrDefault(RouterRig.Channel));
    }

    private static Task ArchiveAsync(RouterRig rig, int weeks) => AddAsync(
        rig,
        [.. Week(rig.Clock.GetUtcNow(), weeks, 4).Where(hour => hour.Value > 0).SelectMany(hour => Enumerable.Range(0, hour.Value).Select(part => hour.Key + TimeSpan.FromMinutes(part * 15)))]);

    private static Task AddAsync(RouterRig rig, IReadOnlyList<DateTimeOffset> times)
    {
        var archive = rig.Get<RawArchive>();
        var rows = times.Select(at => archive.Close(new RawItem(RouterRig.Channel, "main", rig.Get<HubIds>().Next().ToByteArray(), at))).ToList();
        return rig.WriteAsync((write, token) => write.Db.InsertAsync(rows, token));
    }

    /// <summary>Weeks before an instant, with so many arrivals in each hour from five to ten in Jakarta.</summary>
    private static Dictionary<DateTimeOffset, int> Week(DateTimeOffset before, int weeks, int each) => Enumerable.Range(1, weeks * 7 * 24)
        .Select(hour => before - TimeSpan.FromHours(hour)).ToDictionary(hour => hour, hour => hour.ToOffset(Jakarta).Hour is >= 5 and < 22 ? each : 0);
}
