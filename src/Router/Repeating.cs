namespace Hub.Router;

/// <summary>The loop of a watch.</summary>
public static class Repeating
{
    /// <summary>Looks, waits and looks again until the process stops; a look that fails is said and holds none after it.</summary>
    public static async Task RepeatAsync(this TimeProvider clock, TimeSpan every, (Func<CancellationToken, Task> Look, Action<string> Failed) turn, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turn.Look(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                turn.Failed(fault.GetType().Name);
            }

            await Task.Delay(every, clock, stoppingToken);
        }
    }
}
