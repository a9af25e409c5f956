namespace Hub.Simulators.Demo;

/// <summary>The list of channels of a demo.</summary>
internal static class DemoChannels
{
    public static async Task<IReadOnlyList<IDemoChannel>> StartAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        return [];
    }
}
