using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Hub.Worker.Http;

/// <summary>
/// Adds up the hub's counters and writes them with its gauges in Prometheus' text format 0.0.4. The exporter for it is not
/// in the package registry; what goes to a collector goes by OTLP.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<(string Name, string Labels), double> values = new();
    private readonly ConcurrentDictionary<string, Instrument> instruments = new();
    private readonly MeterListener listener = new();

    /// <param name="meter">Instruments of this meter alone.</param>
    public PrometheusText(string meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == meter)
            {
                instruments[instrument.Name] = instrument;
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    public string Write()
    {
        // A gauge that is not observed any more must not stand still.
        foreach (var key in values.Keys.Where(key => IsGauge(instruments[key.Name])))
        {
            values.TryRemove(key, out _);
        }

        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var instrument in instruments.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal))
        {
            var name = IsGauge(instrument) ? instrument.Name : instrument.Name + "_total";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(IsGauge(instrument) ? "gauge" : "counter")}\n");
            foreach (var (key, value) in values.Where(each => each.Key.Name == instrument.Name).OrderBy(each => each.Key.Labels, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{key.Labels} {value}\n");
            }
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, Labels(tags));
        values.AddOrUpdate(key, value, (_, before) => IsGauge(instrument) ? value : before + value);
    }

    private static bool IsGauge(Instrument instrument) => instrument is ObservableGauge<int> or ObservableGauge<long> or ObservableGauge<double>;

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            var plain = $"{value}".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length > 1 ? "," : "").Append(name).Append("=\"").Append(plain).Append('"');
        }

        return text.Append('}').ToString();
    }
}
