using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Persistence;

public class RowWriterTests
{
    [Fact]
    public async Task Exactly_the_rows_that_were_not_there_come_back_in_the_order_given()
    {
        await using var rig = await RouterRig.StartAsync();
        await NewAsync(rig, "b", "d");

        Assert.Equal(["c", "a", "e"], await NewAsync(rig, "d", "c", "b", "a", "e"));
        Assert.Equal(5, (await rig.AllAsync<InboundKey>()).Count);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_alone_are_two_keys()
    {
        await using var rig = await RouterRig.StartAsync();

        Assert.Equal(["ab", "AB"], await NewAsync(rig, "ab", "AB"));
        Assert.Equal(["Ab"], await NewAsync(rig, "Ab", "AB"));
    }

    [Fact]
    public async Task A_key_that_comes_twice_in_one_batch_is_new_once()
    {
        await using var rig = await RouterRig.StartAsync();

        Assert.Equal(["a", "b"], await NewAsync(rig, "a", "b", "a"));
    }

    [Fact]
    public async Task More_rows_than_one_statement_takes_are_written_in_several()
    {
        await using var rig = await RouterRig.StartAsync();
        var names = Enumerable.Range(0, 8_000).Select(index => $"id-{index}").ToArray();

        Assert.Equal(names, await NewAsync(rig, names));
        Assert.Empty(await NewAsync(rig, names));
    }

    [Fact]
    public async Task A_text_with_a_null_sign_is_kept_without_it_since_not_every_engine_can_hold_it()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.ReadAsync(Items.Report("r-1", "jalan\0 rusak"));

        Assert.Equal("jalan rusak", (await rig.ReportAsync("r-1")).Text);
    }

    private static async Task<IEnumerable<string>> NewAsync(RouterRig rig, params string[] names)
    {
        var report = rig.Get<HubIds>().Next();
        var rows = names.Select(name => new InboundKey { Channel = "k", Account = "a", ExternalId = name, ReportId = report, At = RouterRig.Start }).ToList();
        var added = await rig.Get<HubStore>().WriteAsync((write, token) => write.Db.InsertNewAsync(rows, token), default);
        return added.Select(row => row.ExternalId);
    }
}
