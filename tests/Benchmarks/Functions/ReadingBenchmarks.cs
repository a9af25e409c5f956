using BenchmarkDotNet.Attributes;
using Hub.Connectors.ContactCenter158;
using Hub.Connectors.Sp4nLapor;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Hub.Simulators.WhatsApp;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hub.Benchmarks.Functions;

/// <summary>From the bytes of each channel to the contract.</summary>
public class ReadingBenchmarks
{
    private static readonly DateTimeOffset At = new(2026, 8, 20, 3, 0, 0, TimeSpan.Zero);

    private readonly WhatsAppNormaliser whatsApp = new(WhatsAppAccounts.Any);
    private readonly ContactCenter158Normaliser contactCenter = new();
    private readonly Sp4nLaporNormaliser lapor = new();
    private WhatsAppSignature signature = null!;
    private (RawItem Item, StringValues Header) one;
    private (RawItem Item, StringValues Header) hundred;
    private RawItem ticket = null!;
    private RawItem complaint = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var settings = new WhatsAppSimulatorSettings();
        var bodies = new WhatsAppBodies(settings);
        signature = new WhatsAppSignature(Options.Create(new WhatsAppOptions { AppSecrets = [settings.AppSecret] }));
        one = Signed(settings, Samples.WhatsApp(bodies, 1, 1, At));
        hundred = Signed(settings, Samples.WhatsApp(bodies, 2, 100, At));
        ticket = new RawItem("cc158", "158", Samples.ContactCenter158, At);
        complaint = new RawItem("sp4n", "1", Samples.Sp4nLapor, At);
        Require(whatsApp, one.Item, 1);
        Require(whatsApp, hundred.Item, 100);
        Require(contactCenter, ticket, 1);
        Require(lapor, complaint, 1);
    }

    [Benchmark]
    public NormalisedBody WhatsAppOneMessage() => Verified(one);

    [Benchmark]
    public NormalisedBody WhatsAppHundredMessages() => Verified(hundred);

    [Benchmark]
    public NormalisedBody ContactCenter158Ticket() => contactCenter.Normalise(ticket);

    [Benchmark]
    public NormalisedBody Sp4nLaporReport() => lapor.Normalise(complaint);

    private NormalisedBody Verified((RawItem Item, StringValues Header) body) => signature.Matches(body.Header, body.Item.Body.Span)
        ? whatsApp.Normalise(body.Item)
        : throw new InvalidOperationException("The signature of the sample does not match; this would measure a refusal.");

    private static (RawItem Item, StringValues Header) Signed(WhatsAppSimulatorSettings settings, byte[] body) =>
        (new RawItem("whatsapp", settings.PhoneNumberId, body, At), WhatsAppWire.Signature(settings.AppSecret, body));

    /// <summary>A sample that is not read as it should be would measure something else.</summary>
    private static void Require(IReportNormaliser normaliser, RawItem item, int items)
    {
        var body = normaliser.Normalise(item);
        if (body.Items.Count != items || body.Unreadable.Count > 0)
        {
            throw new InvalidOperationException($"The sample of {normaliser.Channel} gave {body.Items.Count} items and {body.Unreadable.Count} faults; {items} and 0 were expected.");
        }
    }
}
