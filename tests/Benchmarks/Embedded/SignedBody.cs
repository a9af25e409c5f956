using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Embedded;

/// <summary>A webhook ready to go, so that writing and signing it is no part of what is measured.</summary>
internal sealed record SignedBody(byte[] Body, string Signature)
{
    /// <param name="range">Number of the first sender, and how many.</param>
    public static IReadOnlyList<SignedBody> Write(WhatsAppSimulatorSettings settings, (int First, int Count) range, DateTimeOffset at)
    {
        var bodies = new WhatsAppBodies(settings with { Seed = range.First + 1 });
        return
        [
            .. from number in Enumerable.Range(range.First, range.Count)
               let body = Samples.WhatsApp(bodies, number, 1, at)
               select new SignedBody(body, WhatsAppWire.Signature(settings.AppSecret, body)),
        ];
    }
}
