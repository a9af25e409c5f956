using System.Text;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Production;
using Hub.Router.Routing;
using Hub.Simulators.WhatsApp;
using Hub.Testing;

namespace Hub.Benchmarks.Tests;

public sealed class SamplesTests
{
    private readonly StoppedClock clock = new(new DateTimeOffset(2026, 8, 20, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Every_sample_has_a_unit_and_not_all_the_same() => Assert.InRange(RoutedUnits.OfSamples().Count, 2, Samples.Routable.Count);

    /// <summary>As the load sends them, with what is written after the opening.</summary>
    [Fact]
    public void No_sample_goes_to_a_person_or_elsewhere()
    {
        var engine = RoutedUnits.Engine();

        Assert.All(
            Enumerable.Range(0, Samples.Routable.Count),
            number => Assert.Equal(RoutingOutcome.Assigned, engine.Decide(RoutedUnits.Facts(Samples.Text(Samples.Opening(number), number, 0))).Outcome));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1_234_567)]
    public void A_report_is_known_again_by_its_number(int number) =>
        Assert.Equal(number, Samples.NumberIn(Encoding.UTF8.GetBytes("{\"data\":{\"text\":\"" + Samples.Text(Samples.Opening(number), number, 0) + "\"}}")));

    [Fact]
    public void Another_message_has_no_number_of_ours() => Assert.Null(Samples.NumberIn("{\"data\":{}}"u8));

    [Theory]
    [InlineData(1200, 1000, 1600)]
    [InlineData(16 * 1024, 16_000, 17_500)]
    public void A_webhook_has_about_the_size_that_was_asked_for(int size, int least, int most)
    {
        var place = new Premises("", new Uri("amqp://127.0.0.1")) { Size = size };
        var request = Assert.Single(new WhatsAppRequests(new WhatsAppSimulatorSettings(), place, clock).Write(1, 1));

        Assert.InRange(request.Length, least, most);
    }
}
