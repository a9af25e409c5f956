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
                ? console.Live(table.Draw(console.Profile.Height)).StartAsync(live => LoopAsync(() => Redraw(live, table), ending))
                : LoopAsync(PlainLines(table), ending));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }

        await EndOfSendingAsync(sending);
        return 0;
    }

    private async Task LoopAsync(Action draw, CancellationTokenSource ending)
    {
        while (!AskedToEnd())
        {
            await run.LookAsync(ending.Token);
            draw();
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

    private static async Task EndOfSendingAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (OperationCanceledException)
        {
        }
    }
}
