using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Persistence;

/// <summary>
/// The hash over rows of the history. Each row counts with its table and id and every field, each with its length, so that no
/// two rows read alike; the same rows give the same hash on both engines.
/// </summary>
internal sealed class AuditHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> line = new(512);

    /// <summary>The order in which rows are hashed.</summary>
    public static IReadOnlyList<IAuditedRow> Ordered(IEnumerable<IAuditedRow> rows) => [.. rows.OrderBy(row => row is TimelineEntry).ThenBy(row => row.Id)];

    /// <returns>The leaf of one write.</returns>
    public static AuditLeaf Leaf(IReadOnlyList<IAuditedRow> rows)
    {
        using var hash = new AuditHash();
        foreach (var row in Ordered(rows))
        {
            hash.Add(row);
        }

        return new AuditLeaf { Id = rows[0].Id, Rows = rows.Count, Hash = hash.Result() };
    }

    public void Add(IAuditedRow row)
    {
        switch (row)
        {
            case TimelineEntry entry:
                Key("timeline/", entry.Id);
                Field(entry.ReportId);
                Instant(entry.At);
                Fields(entry.Kind, entry.By, entry.State?.ToString(), entry.Text);
                break;
            case OperatorAct act:
                Key("operator_acts/", act.Id);
                Instant(act.At);
                Fields(act.By, act.Verb, act.Subject, act.Detail);
                Field(act.Count);
                break;
            default:
                throw new InvalidOperationException($"{row.GetType().Name} has no form to be hashed in.");
        }

        EndLine();
    }

    public void Add(AuditLeaf leaf)
    {
        Key("audit_leaves/", leaf.Id);
        Field(leaf.Rows);
        Fields(leaf.Hash);
        EndLine();
    }

    public void Add(string text)
    {
        Utf8(text);
        EndLine();
    }

    public string Result() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();

    private void Key(string table, Guid id) => Fields($"{table}{id:D}");

    /// <summary>To the microsecond, which is what both engines keep.</summary>
    private void Instant(DateTimeOffset at) => Field(at.UtcTicks / TimeSpan.TicksPerMicrosecond);

    private void Field<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[40];
        if (!value.TryFormat(text, out var length, default, null))
        {
            throw new InvalidOperationException($"{value} is longer than any id or number.");
        }

        Length(length);
        line.Write(text[..length]);
        line.Write("\n"u8);
    }

    /// <summary>An absent field is not an empty one.</summary>
    private void Fields(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            if (RowColumn.WithoutNull(field) is { } text)
            {
                Length(text.Length);
                Utf8(text);
            }
            else
            {
                line.Write("-:"u8);
            }

            line.Write("\n"u8);
        }
    }

    private void Length(int length)
    {
        length.TryFormat(line.GetSpan(11), out var written, default, null);
        line.Advance(written);
        line.Write(":"u8);
    }

    private void Utf8(string text) => Encoding.UTF8.GetBytes(text, line);

    private void EndLine()
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, line.WrittenCount);
        hash.AppendData(length);
        hash.AppendData(line.WrittenSpan);
        line.ResetWrittenCount();
    }
}

/// <summary>Gathers what a write adds to the history; its leaf is saved with it.</summary>
internal sealed class LeafInMaking
{
    private readonly List<IAuditedRow> rows = [];

    /// <summary>One leaf, or none if the write added nothing.</summary>
    public IReadOnlyList<AuditLeaf> Made => rows.Count == 0 ? [] : [AuditHash.Leaf(rows)];

    public void Add(IReadOnlyList<IAuditedRow> added)
    {
        rows.AddRange(added);
        foreach (var row in added)
        {
            row.Leaf = rows[0].Id;
        }
    }
}
