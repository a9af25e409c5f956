using Hub.Faults.Check;
using Hub.Faults.Ledgers;

namespace Hub.Faults.Tests.Check;

public sealed class StatusCheckTests
{
    [Fact]
    public void A_story_without_a_fault_has_no_violation() => Assert.Empty(StatusCheck.Judge(Story.Good));

    [Fact]
    public void A_reply_that_was_taken_and_is_not_kept_is_lost() => Only(Story.Good with { Replies = [] }, "S3", Harm.Lost);

    [Fact]
    public void A_status_that_the_hub_calls_delivered_and_the_channel_never_got_is_lost() =>
        Only(Story.Good with { ChannelStatuses = [.. Story.Good.ChannelStatuses.Where(told => told.OperationId != Story.Operation(3))] }, "S4", Harm.Lost);

    [Fact]
    public void A_second_effect_at_a_channel_with_keys_is_a_double() =>
        Only(Story.Good with { ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("sp4n", 4)] }, "S4", Harm.Doubled);

    [Fact]
    public void A_repeat_in_a_chat_that_the_hub_did_not_flag_is_a_double() =>
        Only(Story.Good with { ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("whatsapp", 3)] }, "S4", Harm.Doubled);

    [Fact]
    public void A_repeat_in_a_chat_that_the_hub_flagged_is_allowed_once()
    {
        DrillFacts flagged = Story.Good with
        {
            Statuses = [.. Story.Good.Statuses.Select(status => status.Id == Story.Operation(3) ? status with { BlindRepeats = 1 } : status)],
            ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("whatsapp", 3)],
        };

        Assert.Empty(StatusCheck.Judge(flagged));
        Assert.Equal(1, StatusCheck.FlaggedRepeats(flagged));
        Only(flagged with { ChannelStatuses = [.. flagged.ChannelStatuses, Story.Told("whatsapp", 3)] }, "S4", Harm.Doubled);
    }

    [Fact]
    public void A_flag_excuses_no_repeat_at_a_channel_with_keys()
    {
        var facts = Story.Good with
        {
            Statuses = [.. Story.Good.Statuses.Select(status => status with { BlindRepeats = 1 })],
            ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("sp4n", 4)],
        };

        Only(facts, "S4", Harm.Doubled);
    }

    [Fact]
    public void An_earlier_status_after_a_later_one_is_an_inversion()
    {
        ChannelStatus[] swapped = [Story.Told("whatsapp", 2), Story.Told("whatsapp", 1), Story.Told("whatsapp", 3), Story.Told("sp4n", 4)];

        Only(Story.Good with { ChannelStatuses = swapped }, "S4", Harm.Inversion);
    }

    [Fact]
    public void An_operation_that_the_hub_does_not_know_is_invented() =>
        Only(Story.Good with { ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("cc158", 99)] }, "S4", Harm.Other);

    [Fact]
    public void An_operation_without_an_id_is_invented() =>
        Only(Story.Good with { ChannelStatuses = [.. Story.Good.ChannelStatuses, Story.Told("cc158", 1) with { OperationId = null }] }, "S4", Harm.Other);

    [Theory]
    [InlineData("Pending")]
    [InlineData("Unknown")]
    [InlineData("Rejected")]
    public void A_status_that_is_not_settled_in_the_end_is_seen(string outcome)
    {
        var facts = Story.Good with { Statuses = [.. Story.Good.Statuses.SkipLast(1), Story.Good.Statuses[^1] with { Outcome = outcome }] };

        Only(facts, "S4", Harm.Other);
    }

    private static void Only(DrillFacts facts, string rule, Harm harm)
    {
        var violation = Assert.Single(StatusCheck.Judge(facts));
        Assert.Equal((rule, harm), (violation.Rule, violation.Harm));
    }
}
