using System.Diagnostics;

namespace Hub.Router.Tests.Rig;

/// <summary>Waits for a condition of work that runs by itself; a test that waits in vain fails with the condition's words.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task True(Func<Task<bool>> condition, string words)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Deadline, $"It never came to this: {words}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task True(Func<bool> condition, string words) => True(() => Task.FromResult(condition()), words);
}
