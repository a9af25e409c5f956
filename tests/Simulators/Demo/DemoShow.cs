using Spectre.Console;

namespace Hub.Simulators.Demo;

/// <summary>The demo for people: a live table on a terminal, plain lines without one, until somebody ends it.</summary>
internal sealed class DemoShow(DemoWorld world, IAnsiConsole console)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly DemoRun run = new(world);

    public async Task<int> RunAsync(IReadOnlyList<DemoReport> reports, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var table = new DemoTable(world, run);
        var sending = run.SendAsync(reports, ending.Token);
        try
        {
            await (console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi
                ? console.Live(table.Draw(console.Profile.Height)).StartAsync(live => LoopAsync(() => Redraw(live, table), sending, ending))
                : LoopAsync(PlainLines(table), sending, ending));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            await ending.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return 0;
    }

    private async Task LoopAsync(Action draw, Task sending, CancellationTokenSource ending)
    {
        while (!AskedToEnd())
        {
            if (sending.IsFaulted)
            {
                await sending;
            }

            if (await run.LookAsync(ending.Token))
            {
                draw();
            }
            else if (world.Hub.HasDied)
            {
                world.Folder.Keep = true;
                throw new InvalidOperationException($"The hub ended by itself. Its output is kept in {world.Folder.LogFile}.");
            }

            await Task.Delay(Pause, world.Clock, ending.Token);
        }

        await ending.CancelAsync();
    }

    private void Redraw(LiveDisplayContext live, DemoTable table) => live.UpdateTarget(table.Draw(console.Profile.Height));

    private static Action PlainLines(DemoTable table)
    {
        var last = "";
        foreach (var page in table.Pages())
        {
            Console.WriteLine(page);
        }

        return () =>
        {
            if (table.Counts() is var now && now != last)
            {
                last = now;
                Console.WriteLine(now);
            }
        };
    }

    private static bool AskedToEnd() =>
        !Console.IsInputRedirected && Console.KeyAvailable && Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q';
}
