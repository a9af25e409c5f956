namespace Hub.Benchmarks.Measuring;

/// <summary>Waits a little for others to leave the machine alone, and never for long: on a busy one all are measured alike.</summary>
internal static class Quiet
{
    private const double Idle = 0.75;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < longest; waited += Look)
        {
            var before = ProcessUse.Machine();
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            var now = ProcessUse.Machine();
            if (1 - ((now.Busy - before.Busy) / (now.Total - before.Total)) > Idle)
            {
                return;
            }
        }
    }
}
