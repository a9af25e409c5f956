using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Reference;

internal sealed class ReferenceWebhook(Fault fault, KitInbox inbox, TimeProvider clock)
{
    public const string Header = "X-Rujukan-Signature";
    public const int LargestBody = 64 * 1024;

    private readonly HashSet<string> seen = [];

    public static string Sign(byte[] body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ReferenceChannel.Secret), body));

    public async Task<int> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post && fault is not Fault.TakesAnyVerb)
        {
            return 405;
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (body.Length > LargestBody && fault is not Fault.TakesAnySize)
        {
            return 413;
        }

        if (!IsSigned(request.Headers.TryGetValues(Header, out var values) ? values.Single() : null, body))
        {
            return 401;
        }

        return await StoreAsync(fault is Fault.TrimsTheBody ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Trim()) : body, cancellationToken);
    }

    private bool IsSigned(string? given, byte[] body)
    {
        if (given is null)
        {
            return fault is Fault.TakesTheUnsigned;
        }

        var wanted = Sign(body);
        if (wanted == given || (fault is Fault.ComparesHalfASignature && given.StartsWith(wanted[..32], StringComparison.Ordinal)))
        {
            seen.Add(given);
            return true;
        }

        return fault is Fault.TrustsASeenSignature && seen.Contains(given);
    }

    private async Task<int> StoreAsync(byte[] body, CancellationToken cancellationToken)
    {
        var raw = new RawItem("rujukan", "satu", body, clock.GetUtcNow());
        var stored = inbox.StoreAsync(raw, cancellationToken);
        if (fault is Fault.AnswersBeforeTheCommit)
        {
            return 200;
        }

        if (fault is Fault.StoresTwice)
        {
            await inbox.StoreAsync(raw, cancellationToken);
        }

        return await stored switch
        {
            Stored.Yes => 200,
            Stored.Twin => fault is Fault.RefusesATwin ? 409 : 200,
            _ => 503,
        };
    }
}
