using System.Diagnostics.Metrics;

namespace Hub.Router.Intake;

/// <summary>Counts what comes in, by channel.</summary>
internal sealed class IntakeMetrics : IDisposable
{
    public const string Name = "Hub.Intake";

    private readonly Meter meter = new(Name);
    private readonly Counter<long> duplicates;
    private readonly Counter<long> refused;

    public IntakeMetrics()
    {
        duplicates = meter.CreateCounter<long>("hub.intake.duplicates", "{item}", "Bodies and items that were known already.");
        refused = meter.CreateCounter<long>("hub.intake.refused", "{body}", "Bodies whose channel was told to send again.");
    }

    public void Duplicates(string channel, int count)
    {
        if (count > 0)
        {
            duplicates.Add(count, new KeyValuePair<string, object?>("channel", channel));
        }
    }

    public void Refused(string channel) => refused.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public void Dispose() => meter.Dispose();
}
