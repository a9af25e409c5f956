using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hub.Router.Tests.Rig;

/// <summary>Adds up what one hub counts.</summary>
internal sealed class HeardCounters : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> sums = new();

    public HeardCounters(HubMeter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == meter)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            sums.AddOrUpdate(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]), value, (_, sum) => sum + value));
        listener.Start();
    }

    /// <param name="words">The counter's name and the values of its labels.</param>
    public long this[string words] => sums.GetValueOrDefault(words);

    public void Dispose() => listener.Dispose();
}
