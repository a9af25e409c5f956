using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Hub.Faults.Check;
using Hub.Faults.Ledgers;
using Hub.Faults.Load;
using Hub.Faults.World;
using Hub.Simulators.WhatsApp;

namespace Hub.Faults.Nemesis;

/// <summary>F17 and F18: what Meta sends again, and what others send in Meta's name.</summary>
internal sealed class WebhookFaults(DrillWorld world, WhatsAppLoad load, (Canaries Canaries, TimeProvider Clock) made) : IInjector
{
    private const int Copies = 50;
    private const int LargestBody = 3 * 1024 * 1024;

    /// <summary>Citizens with these numbers send nothing of their own.</summary>
    private const int Strangers = 90_000;

    private int forged;

    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F17, FaultKind.F18];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var dice = new Random(Seeds.Of(world.Options.Seed, 5, fault.Number));
        var recent = load.Recent;
        if (recent.Count == 0)
        {
            return "nothing was sent yet";
        }

        switch (fault.Variant)
        {
            case "fifty":
                var body = recent[dice.Next(recent.Count)];
                await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => load.PostAsync(body, cancellationToken)));
                break;
            case "old":
                await Task.WhenAll(recent.Take(Copies * 2).OrderBy(_ => dice.Next()).Select(old => load.PostAsync(old, cancellationToken)));
                break;
            default:
                await ForgeAsync(cancellationToken);
                await SpoilAsync(cancellationToken);
                break;
        }

        return null;
    }

    /// <summary>None of these comes from Meta: each must be refused and change nothing.</summary>
    private async Task ForgeAsync(CancellationToken cancellationToken)
    {
        Func<byte[], (HttpContent Content, string? Signature)>[] ways =
        [
            body => (new ByteArrayContent(body), null),
            body => (new ByteArrayContent(body), "sha256=" + new string('0', 64)),
            body => (new ByteArrayContent(body), WhatsAppWire.Signature("rahasia-aplikasi-lain", body)),
            body => (new ByteArrayContent(body, 0, body.Length - 7), Sign(body)),
            body => (new ByteArrayContent([.. body, (byte)' ']), Sign(body)),
            body => (new ByteArrayContent(body), "sha1=" + Sign(body)[7..47]),
            body => (new ByteArrayContent(body), Sign(body)[..^1]),
            body => (Zipped(body), Sign(body)),
            body => (new ByteArrayContent([.. body, .. new byte[LargestBody]]), Sign(body)),
        ];
        foreach (var way in ways)
        {
            var citizen = Strangers + Interlocked.Increment(ref forged);
            var (wamid, body) = world.Channels.WhatsApp.Compose(new WhatsAppCitizen(made.Canaries.Phone(citizen), made.Canaries.Name(citizen)), "Pesan palsu tentang jalan rusak.");
            await world.Ledgers.Sent.AppendAsync(
                new SentReport(made.Clock.GetUtcNow(), "whatsapp", load.ExternalId(wamid), made.Canaries.Phone(citizen), citizen, "palsu") { Forged = true });
            var (content, signature) = way(body);
            using (content)
            {
                var status = await load.PostAsync(content, signature, cancellationToken);
                if (status is >= 200 and < 300)
                {
                    world.Ledgers.Seen.Enqueue(new Violation("S10", Harm.Other, $"A forged webhook was answered {status}."));
                }
            }
        }
    }

    /// <summary>Signed, and still no report: it must be kept, put aside and hold nobody up.</summary>
    private async Task SpoilAsync(CancellationToken cancellationToken)
    {
        string[] bodies =
        [
            "{}",
            "[]",
            "\uFEFF{}",
            "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"\\ud800\"}]}",
            "{\"object\":\"whatsapp_business_account\",\"entry\":null,\"entry\":[]}",
            string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000)),
            "{\"object\":\"lain\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"id\":\"\\u0000\",\"type\":\"hologram\"}]}}]}]}",
        ];
        foreach (var body in bodies)
        {
            await load.PostAsync(Encoding.UTF8.GetBytes(body), cancellationToken);
        }
    }

    private string Sign(byte[] body) => WhatsAppWire.Signature(world.Channels.WhatsApp.Settings.AppSecret, body);

    private static ByteArrayContent Zipped(byte[] body)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentEncoding = { "gzip" }, ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
