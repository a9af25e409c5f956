using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Persistence;

public class SetChangeTests
{
    private static readonly SetChange<(string Name, long Seen, long Value)> Raise = new(
        "UPDATE counters SET value = {value} {from} WHERE name = {name} AND value = {seen} RETURNING name",
        SetColumns.Text<(string Name, long Seen, long Value)>("name", row => row.Name),
        SetColumns.Number<(string Name, long Seen, long Value)>("seen", row => row.Seen),
        SetColumns.Number<(string Name, long Seen, long Value)>("value", row => row.Value));

    [Fact]
    public async Task Each_row_has_its_own_values_and_those_that_were_touched_are_named()
    {
        await using var rig = await RouterRig.StartAsync();
        List<string> touched = [];
        await rig.WriteAsync(async (write, token) =>
        {
            await write.Db.InsertAsync([Counter("a", 1), Counter("b", 2), Counter("c", 3)], token);
            touched = await Raise.QueryAsync(write.Db, [("a", 1, 10), ("b", 99, 20), ("c", 3, 30), ("d", 0, 40)], reader => reader.GetString(0), token);
        });

        Assert.Equal(["a", "c"], touched);
        Assert.Equal([("a", 10L), ("b", 2L), ("c", 30L)], (await rig.AllAsync<Counter>()).Where(row => row.Name.Length == 1).OrderBy(row => row.Name).Select(row => (row.Name, row.Value)));
    }

    [Fact]
    public void PostgreSQL_is_asked_with_arrays_whatever_the_number_of_rows_and_SQLite_row_by_row()
    {
        Assert.Equal(
            "UPDATE counters SET value = v._value FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS v(_name, _seen, _value) WHERE name = v._name AND value = v._seen RETURNING name",
            Raise.Many);
        Assert.Equal("UPDATE counters SET value = @p2  WHERE name = @p0 AND value = @p1 RETURNING name", Raise.Each);
        Assert.Equal(new string[] { "ab" }, Raise.Arrays([("a\0b", 1, 2)])[0]);
    }

    private static Counter Counter(string name, long value) => new() { Name = name, Value = value };
}
