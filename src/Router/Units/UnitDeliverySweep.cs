using System.Collections.Concurrent;
using Hub.Router.Persistence;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Router.Units;

/// <summary>Finds deliveries whose hint was lost or whose unit was away.</summary>
[DisallowConcurrentExecution]
internal sealed class UnitDeliverySweep(UnitDeliveries deliveries, UnitLanes lanes, Leases leases) : IJob
{
    private const int Most = 400;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("unit-deliveries", Leases.Short, cancellationToken) is not null)
        {
            await lanes.RunAsync(await deliveries.DueAsync(Most, lanes.Busy, cancellationToken), cancellationToken);
        }
    }
}

/// <summary>One lane a unit: a slow unit is behind, the others are not.</summary>
internal sealed partial class UnitLanes(UnitDeliveries deliveries, TimeProvider clock, ILogger<UnitLanes> logger) : IAsyncDisposable
{
    /// <summary>The sweep looks again after this; who is not done by then goes on beside it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Units whose lane is still under way.</summary>
    public IReadOnlyCollection<string> Busy => [.. running.Keys];

    /// <summary>Starts a lane for each unit and waits for all of them, but no longer than a turn.</summary>
    public async Task RunAsync(IEnumerable<DueDelivery> due, CancellationToken cancellationToken)
    {
        foreach (var unit in due.GroupBy(delivery => delivery.Unit, delivery => delivery.Id))
        {
            // It ends by taking itself off the list, so it must not begin before it is on it.
            var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running[unit.Key] = LaneAsync((unit.Key, [.. unit]), listed.Task);
            listed.SetResult();
        }

        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(running.Values), Task.Delay(Turn, clock, turn.Token));
        await turn.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Values);
        stopping.Dispose();
    }

    private async Task LaneAsync((string Unit, IReadOnlyList<Guid> Ids) lane, Task listed)
    {
        await listed;
        try
        {
            await Parallel.ForEachAsync(
                lane.Ids,
                new ParallelOptions { MaxDegreeOfParallelism = UnitGate.AtOnce, CancellationToken = stopping.Token },
                async (id, token) => await deliveries.PushAsync(id, token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Another life goes on with it.
        }
        catch (Exception fault)
        {
            Log.Broken(logger, lane.Unit, fault.GetType().Name);
        }
        finally
        {
            running.TryRemove(lane.Unit, out _);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Deliveries to the webhook of {Unit} were broken off ({Fault}); the next look goes on with them.")]
        public static partial void Broken(ILogger logger, string unit, string fault);
    }
}
