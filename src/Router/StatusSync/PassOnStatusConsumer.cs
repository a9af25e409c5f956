using Hub.Contracts.Messages;
using MassTransit;

namespace Hub.Router.StatusSync;

/// <summary>Takes the hint that reports have something to tell their channel; their lanes run side by side.</summary>
internal sealed class PassOnStatusConsumer(StatusLane lane) : IConsumer<PassOnStatus>
{
    // Not the message's token: a lost broker ends it, and a call to the channel cut in the middle is an unknown outcome that waits for
    // minutes. The attempt's own time limit ends it. Whether the channel takes more is for the sweep to know.
    public Task Consume(ConsumeContext<PassOnStatus> context)
    {
        var hint = context.Message;
        return Task.WhenAll(new[] { hint.ReportId }.Concat(hint.Others ?? []).Distinct().Select(report => lane.RunAsync(report, hint.Channel, CancellationToken.None)));
    }
}
