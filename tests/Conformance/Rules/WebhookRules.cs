using System.Text;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Rules;

/// <summary>The door that the channel knocks at.</summary>
internal static class WebhookRules
{
    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-signed-call-is-taken", [Side.Webhook], TakenAsync),
        new("a-call-with-one-changed-bit-is-refused", [Side.Webhook], ChangedBodyAsync),
        new("a-wrong-or-missing-signature-is-refused", [Side.Webhook], ChangedSignatureAsync),
        new("an-oversized-call-is-413", [Side.Webhook], OversizedAsync),
        new("another-verb-is-refused", [Side.Webhook], VerbAsync),
        new("raw-bytes-are-stored-byte-for-byte", [Side.Push], BytesAsync),
        new("the-answer-comes-after-the-commit", [Side.Push], CommitAsync),
        new("a-twin-is-acknowledged", [Side.Push], TwinAsync),
    ];

    private static async Task TakenAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var status = await KnockAsync(bench, Body(bench), cancellationToken);
        Conforms.That(status is >= 200 and < 300, $"A rightly signed call was answered {status}.");
        Conforms.That(bench.Stage.Inbox.Taken == 1, "A rightly signed call left nothing at the hub.");
    }

    private static async Task ChangedBodyAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        // The right one first: a signature that was once good says nothing about other bytes.
        var body = Body(bench);
        await KnockAsync(bench, body, cancellationToken);
        foreach (var place in new[] { 0, body.Length / 2, body.Length - 1 })
        {
            using var request = bench.Notification(body);
            var changed = body.ToArray();
            changed[place] ^= 1;
            request.Content = new ByteArrayContent(changed);
            await RefusedAsync(bench, request, $"A call with a changed bit in byte {place} of its body", cancellationToken);
        }
    }

    private static async Task ChangedSignatureAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var body = Body(bench);
        using var first = bench.Notification(body);
        var (name, value) = (SignatureOf(first).Key, SignatureOf(first).Value.Single());
        foreach (var place in new[] { value.Length - 64, value.Length - 1 })
        {
            using var request = bench.Notification(body);
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value[..place] + (value[place] is '0' ? '1' : '0') + value[(place + 1)..]);
            await RefusedAsync(bench, request, "A call with a changed digit in its signature", cancellationToken);
        }

        using var bare = bench.Notification(body);
        bare.Headers.Remove(name);
        await RefusedAsync(bench, bare, "A call without a signature", cancellationToken);
    }

    private static async Task OversizedAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var status = await KnockAsync(bench, Encoding.UTF8.GetBytes(new string(' ', bench.LargestNotification + 1)), cancellationToken);
        Conforms.That(status == 413, $"A body above the limit was answered {status}.");
        Conforms.That(bench.Stage.Inbox.Taken == 0, "A body above the limit was taken.");
    }

    private static async Task VerbAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        foreach (var verb in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var request = bench.Notification(Body(bench));
            request.Method = verb;
            await RefusedAsync(bench, request, $"A rightly signed {verb}", cancellationToken);
        }
    }

    private static async Task BytesAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        // Blanks, an escaped letter and a trailing newline: whoever parses and writes again loses them.
        byte[] body = [.. "\r\n  "u8, .. Body(bench), .. "\n \t\n"u8];
        await KnockAsync(bench, body, cancellationToken);
        Conforms.That(bench.Stage.Inbox.Items.Count > 0 && bench.Stage.Inbox.Items.All(item => item.Body.Span.SequenceEqual(body)), "The stored bytes are not the bytes that came.");
    }

    private static async Task CommitAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.Stage.Inbox.Answer = Stored.No;
        var status = await KnockAsync(bench, Body(bench), cancellationToken);
        Conforms.That(status == 503, $"A body that could not be stored was answered {status}.");
    }

    private static async Task TwinAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        bench.Stage.Inbox.Answer = Stored.Twin;
        var status = await KnockAsync(bench, Body(bench), cancellationToken);
        Conforms.That(status is >= 200 and < 300, $"A body that was stored before was answered {status}, so it will come for ever.");
    }

    private static byte[] Body(IConnectorBench bench) => bench.Body(Samples.Good(1)).Body.ToArray();

    private static KeyValuePair<string, IEnumerable<string>> SignatureOf(HttpRequestMessage request) =>
        request.Headers.Single(header => header.Key.Contains("signature", StringComparison.OrdinalIgnoreCase));

    private static async Task<int> KnockAsync(IConnectorBench bench, byte[] body, CancellationToken cancellationToken)
    {
        using var request = bench.Notification(body);
        return await bench.KnockAsync(request, cancellationToken);
    }

    private static async Task RefusedAsync(IConnectorBench bench, HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        var before = bench.Stage.Inbox.Taken;
        var status = await bench.KnockAsync(request, cancellationToken);
        Conforms.That(status is >= 400 and < 500, $"{what} was answered {status}.");
        Conforms.That(bench.Stage.Inbox.Taken == before, $"{what} was taken.");
    }
}
