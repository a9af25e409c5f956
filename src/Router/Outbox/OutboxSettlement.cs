using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Outbox;

/// <summary>
/// Writes down what became of messages: what left is deleted, what failed is due again later, and what the broker refuses
/// again and again is parked with its report, visible and to be resumed by a person (RELIABILITY E7).
/// </summary>
internal sealed partial class OutboxSettlement(HubStore store, HubMeter meter, TimeProvider clock, ILogger<OutboxSettlement> logger)
{
    /// <summary>About seven minutes of patience: longer than a restart of anything.</summary>
    public const int MostRefusals = 12;

    internal static readonly SetStatement Gone = new("DELETE FROM outbox WHERE id = ANY ($1)", "DELETE FROM outbox WHERE id = @p0");

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public async Task SaveAsync(IReadOnlyList<Guid> sent, IReadOnlyList<(OutboxMessage Message, Exception Fault)> failed, CancellationToken cancellationToken)
    {
        if (sent.Count == 0 && failed.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await store.WriteAsync(
            async (write, token) =>
            {
                var rows = write.Db.Set<OutboxMessage>();
                await write.Db.TellAsync(Gone, [sent.ToArray()], token);
                foreach (var (message, fault) in failed)
                {
                    // A broker that is gone says nothing about the message: it is tried again as soon as the broker is back.
                    var gone = OutboxSender.IsBrokerGone(fault);
                    var refusals = message.Refusals + (gone ? 0 : 1);
                    DateTimeOffset? parkedAt = refusals >= MostRefusals ? now : null;
                    var next = now + (gone ? First : Backoff.After(refusals - 1, First, Longest));
                    var text = IdentityMask.Fault(fault);
                    await rows.Where(row => row.Id == message.Id).ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Refusals, refusals)
                            .SetProperty(row => row.ParkedAt, parkedAt).SetProperty(row => row.NextAt, next).SetProperty(row => row.Fault, text),
                        token);
                }
            },
            cancellationToken);
        meter.Messages("sent", sent.Count);
        meter.Messages("failed", failed.Count);

        foreach (var (message, fault) in failed.Where(each => !OutboxSender.IsBrokerGone(each.Fault) && each.Message.Refusals + 1 >= MostRefusals))
        {
            Log.Parked(logger, message.Queue, message.OrderKey, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A message for {Queue} of report {ReportId} is parked after too many refusals ({Fault}); see: hub outbox list.")]
        public static partial void Parked(ILogger logger, string queue, Guid reportId, string fault);
    }
}
