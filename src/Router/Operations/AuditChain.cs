using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Operations;

/// <summary>A row in the form that is sealed: its id and every field, each with its length, so that no two rows read alike.</summary>
internal sealed record SealedLine(string Id, string Content);

/// <summary>The hash over a slice of rows and the seal before it. The same rows give the same hash on both engines.</summary>
internal static class AuditChain
{
    /// <summary>What the first seal stands on.</summary>
    public const string Root = "hub audit 1";

    public static SealedLine Line(TimelineEntry row) => Line("timeline", row.Id, [row.ReportId.ToString("D"), Instant(row.At), row.Kind, row.By, row.State?.ToString(), row.Text]);

    public static SealedLine Line(OperatorAct row) =>
        Line("operator_acts", row.Id, [Instant(row.At), row.By, row.Verb, row.Subject, row.Detail, row.Count.ToString(CultureInfo.InvariantCulture)]);

    public static string Hash(string previous, long number, IEnumerable<SealedLine> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, previous);
        Append(hash, number.ToString(CultureInfo.InvariantCulture));
        foreach (var line in lines.OrderBy(line => line.Id, StringComparer.Ordinal))
        {
            Append(hash, line.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Rows under one seal, or without one when there is no number: those wait for the next.</summary>
    public static async Task<IReadOnlyList<SealedLine>> LinesAsync(HubDbContext db, long? seal, int most, CancellationToken cancellationToken)
    {
        var history = await db.Set<TimelineEntry>().AsNoTracking().Where(row => row.Seal == seal).OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
        var acts = await db.Set<OperatorAct>().AsNoTracking().Where(row => row.Seal == seal).OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. history.Select(Line), .. acts.Select(Line)];
    }

    private static SealedLine Line(string table, Guid id, IEnumerable<string?> fields)
    {
        var key = $"{table}/{id:D}";
        var text = new StringBuilder();
        foreach (var field in fields.Prepend(key))
        {
            // An absent field is not an empty one.
            text.Append(field is null ? "-" : field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field).Append('\n');
        }

        return new SealedLine(key, text.ToString());
    }

    /// <summary>To the microsecond, which is what both engines keep.</summary>
    private static string Instant(DateTimeOffset at) => (at.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder((long)bytes.Length)));
        hash.AppendData(bytes);
    }
}
