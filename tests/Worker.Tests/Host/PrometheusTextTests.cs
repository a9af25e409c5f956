using System.Diagnostics.Metrics;
using Hub.Worker.Http;

namespace Hub.Worker.Tests.Host;

/// <summary>Counters add up, gauges show what is, and strangers' instruments stay out.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter meter = new("uji");
    private readonly Meter stranger = new("lain");
    private readonly PrometheusText text;

    public PrometheusTextTests() => text = new PrometheusText("uji");

    public void Dispose()
    {
        text.Dispose();
        meter.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public void Counters_add_up_by_their_labels()
    {
        var bodies = meter.CreateCounter<long>("hub_bodies", null, "Bodies.");
        bodies.Add(1, new("channel", "sp4n"), new("outcome", "yes"));
        bodies.Add(2, new("channel", "sp4n"), new("outcome", "yes"));
        bodies.Add(1, new("channel", "cc158"), new("outcome", "twin"));

        Assert.Equal(
            """
            # HELP hub_bodies_total Bodies.
            # TYPE hub_bodies_total counter
            hub_bodies_total{channel="cc158",outcome="twin"} 1
            hub_bodies_total{channel="sp4n",outcome="yes"} 3

            """.ReplaceLineEndings("\n"),
            text.Write());
    }

    [Fact]
    public void A_gauge_shows_what_is_now_and_vanishes_when_nothing_is_known()
    {
        double? known = 1.5;
        meter.CreateObservableGauge("hub_oldest_seconds", () => known is { } value ? [new Measurement<double>(value)] : Array.Empty<Measurement<double>>());

        Assert.Contains("\nhub_oldest_seconds 1.5\n", text.Write(), StringComparison.Ordinal);
        known = 0.25;
        Assert.Contains("\nhub_oldest_seconds 0.25\n", text.Write(), StringComparison.Ordinal);
        known = null;
        Assert.DoesNotContain("\nhub_oldest_seconds ", text.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_and_line_ends_in_a_label_stay_inside_it_and_strangers_stay_out()
    {
        stranger.CreateCounter<long>("others").Add(1);
        meter.CreateCounter<long>("own").Add(1, new KeyValuePair<string, object?>("word", "a\"b\\c\nd"));

        Assert.Contains("own_total{word=\"a\\\"b\\\\c\\nd\"} 1\n", text.Write(), StringComparison.Ordinal);
        Assert.DoesNotContain("others", text.Write(), StringComparison.Ordinal);
    }
}
