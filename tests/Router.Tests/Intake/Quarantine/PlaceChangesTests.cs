using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Quarantine;

public class PlaceChangesTests
{
    [Theory]
    [InlineData("", "a:x", "new a:x", "a fault nobody knew is new")]
    [InlineData("a:x", "a:x", "", "the same fault with the same reason is no news")]
    [InlineData("a:x", "", "readable a:x", "a place without a fault is readable now")]
    [InlineData("a:x b:x", "b:x", "readable a:x", "a neighbour that still fails stays open")]
    [InlineData("a:x", "a:y", "again a:x->y", "another fault at the same place is the same entry")]
    [InlineData("a:x a:y", "a:y", "readable a:x", "two faults of one place are two entries")]
    [InlineData("a:x/read", "a:x", "again a:x->x", "what was readable and fails again is open again")]
    [InlineData("a:x/discarded", "a:x", "", "what a person discarded stays so")]
    [InlineData("a:x/read", "", "", "what is settled stays settled")]
    [InlineData("a:x b:x", "$:reader_failed", "new $:reader_failed", "a body that gave nothing says nothing of its places")]
    [InlineData("a:x", "$:no_place", "new $:no_place readable a:x", "an item at the root that has no place is not the whole body")]
    [InlineData("$:reader_failed", "a:x", "new a:x readable $:reader_failed", "a body that can be read again may still hold a fault")]
    public void The_entries_of_a_body_follow_its_latest_reading(string known, string faults, string expected, string why)
    {
        var changes = PlaceChanges.Judge([.. Words(known).Select(Entry)], [.. Words(faults).Select(word => new PlaceFault(word.Split(':')[0], word.Split(':')[1], "reason"))]);

        string[] said =
        [
            .. changes.New.Select(fault => $"new {fault.Path}:{fault.Code}"),
            .. changes.Again.Select(change => $"again {change.Entry.Path}:{change.Entry.Code}->{change.Fault.Code}"),
            .. changes.Readable.Select(entry => $"readable {entry.Path}:{entry.Code}"),
        ];
        Assert.True(expected == string.Join(' ', said), $"{why}: {string.Join(' ', said)}");
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static QuarantineEntry Entry(string word)
    {
        var parts = word.Split(':', '/');
        return new QuarantineEntry
        {
            Id = Guid.CreateVersion7(RouterRig.Start),
            Channel = RouterRig.Channel,
            Path = parts[0],
            Code = parts[1],
            Reason = "reason",
            At = RouterRig.Start,
            Settled = parts.ElementAtOrDefault(2),
            SettledAt = parts.Length > 2 ? RouterRig.Start : null,
        };
    }
}
