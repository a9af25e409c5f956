using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Deadlines;

/// <summary>
/// Does what deadlines bring about: oldest first, slice by slice until nothing is due. Any number of processes may do it at
/// once, may stop at any point and may see their clocks jump: the keys of the acts decide.
/// </summary>
internal sealed partial class DeadlineSweep(HubStore store, DeadlineSlice slice, TimeProvider clock, ILogger<DeadlineSweep> logger)
{
    private const int Most = 100;

    /// <summary>Until a report whose deadlines cannot be saved is tried again.</summary>
    private static readonly TimeSpan Trouble = TimeSpan.FromHours(1);

    /// <returns>How many acts were new.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var acts = 0;
        var most = Most;
        while (most > 0)
        {
            var claimed = new List<Guid>();
            try
            {
                acts += await OnceAsync(claimed, most, cancellationToken);
                most = claimed.Count == 0 ? 0 : Most;
            }
            catch (Exception fault) when (claimed.Count > 0 && fault is not OperationCanceledException && !store.IsOutage(fault))
            {
                // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
                acts += await OneByOneAsync(claimed.Count, cancellationToken);
            }
        }

        if (acts > 0)
        {
            Log.Done(logger, acts);
        }

        return acts;
    }

    private async Task<int> OneByOneAsync(int count, CancellationToken cancellationToken)
    {
        var acts = 0;
        for (var one = 0; one < count; one++)
        {
            var claimed = new List<Guid>();
            try
            {
                acts += await OnceAsync(claimed, 1, cancellationToken);
            }
            catch (Exception fault) when (claimed.Count > 0 && fault is not OperationCanceledException && !store.IsOutage(fault))
            {
                Log.Failed(logger, claimed[0], fault.GetType().Name);
                await store.WriteAsync((write, token) => DeadlineSlice.Next.ExecuteAsync(write.Db, [(claimed[0], clock.GetUtcNow() + Trouble)], token), cancellationToken);
            }
        }

        return acts;
    }

    /// <param name="claimed">Filled with the reports of this slice, also when it fails.</param>
    private async Task<int> OnceAsync(List<Guid> claimed, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!await store.ReadAsync((db, token) => db.Set<ReportClock>().AnyAsync(row => row.NextAt <= now, token), cancellationToken))
        {
            return 0;
        }

        return await store.WriteAsync(
            async (write, token) =>
            {
                claimed.Clear();
                claimed.AddRange(await DeadlineSlice.ClaimAsync(write.Db, most, now, token));
                return claimed.Count == 0 ? 0 : await slice.RunAsync(write, claimed, now, token);
            },
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} reminders, breaches, escalations and closings were done.")]
        public static partial void Done(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Error, "The deadlines of report {ReportId} could not be saved ({Fault}); they are tried again in an hour.")]
        public static partial void Failed(ILogger logger, Guid reportId, string fault);
    }
}
