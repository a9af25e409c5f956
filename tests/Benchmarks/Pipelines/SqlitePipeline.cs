using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hub.Benchmarks.Pipelines;

/// <summary>F1: no broker and no database server; channels in memory and one writer that commits whatever waits (LIMITS F).</summary>
internal sealed class SqlitePipeline
{
    private const int Most = 512;

    private readonly Channel<Work> waiting = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<IReadOnlyList<Item>> saved = Channel.CreateUnbounded<IReadOnlyList<Item>>();
    private readonly Channel<Item> unit = Channel.CreateUnbounded<Item>();
    private int done;

    public static void Start(WebApplication application, PipelineSettings settings, CancellationToken cancellationToken)
    {
        var pipeline = new SqlitePipeline();
        _ = Task.Run(() => pipeline.WriteAsync(settings.Store, cancellationToken), cancellationToken);
        _ = Task.Run(() => pipeline.RouteAsync(cancellationToken), cancellationToken);
        _ = Task.Run(() => pipeline.CountAsync(cancellationToken), cancellationToken);
        PipelineHost.Receive(application, item => pipeline.waiting.Writer.TryWrite(new Work(item, null, item.Stored)));
        application.MapGet(PipelineHost.Done, () => Results.Ok(Volatile.Read(ref pipeline.done)));
    }

    private async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        using var store = new SqliteTables(file);
        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            var (added, routed, answers) = (new List<Item>(), new List<Item>(), new List<TaskCompletionSource>());
            while (added.Count + routed.Count < Most && waiting.Reader.TryRead(out var work))
            {
                added.AddRange(work.New is { } item ? [item] : []);
                routed.AddRange(work.Routed ?? []);
                answers.Add(work.Done);
            }

            store.Commit(added, routed);
            answers.ForEach(answer => answer.TrySetResult());
            if (added.Count > 0)
            {
                saved.Writer.TryWrite(added);
            }
        }
    }

    private async Task RouteAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in saved.Reader.ReadAllAsync(cancellationToken))
        {
            var routed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Writer.TryWrite(new Work(null, [.. batch.Where(item => ReportBody.Peek(item.Body).Id == item.Id)], routed));
            await routed.Task;
            foreach (var item in batch)
            {
                unit.Writer.TryWrite(item);
            }
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in unit.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Increment(ref done);
        }
    }

    private sealed record Work(Item? New, IReadOnlyList<Item>? Routed, TaskCompletionSource Done);
}
