using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Load;

/// <summary>Citizens' reports as Meta calls the hub with them, each signed and of about so many bytes.</summary>
internal sealed class WhatsAppRequests(WhatsAppSimulatorSettings channel, Premises place, TimeProvider clock)
{
    private const string Path = "/webhooks/whatsapp";

    private readonly int more = Math.Max(0, place.Size - Pipelines.ReportBody.UsualBytes);

    public IReadOnlyList<byte[]> Write(int first, int count)
    {
        var bodies = new WhatsAppBodies(channel with { Seed = first + 1 });
        return
        [
            .. from number in Enumerable.Range(first, count)
               let body = Samples.WhatsApp(bodies, number, Samples.Text(place.Opening(number), number, more), clock.GetUtcNow())
               select Request.Write(Path, body, ("X-Hub-Signature-256", "sha256=", channel.AppSecret)),
        ];
    }
}
