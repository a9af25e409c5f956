using Npgsql;

namespace Hub.Faults.Check;

/// <summary>S6: searches logs, the whole store, the broker's files, the health page and what units got.</summary>
internal sealed class LeakCheck(DrillParts parts, List<string> notes, TimeProvider clock)
{
    private long searched;

    public async Task<IReadOnlyList<Violation>> JudgeAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var leaks = new List<Leak>();
        foreach (var log in parts.World.HubLogs)
        {
            leaks.AddRange(File(log, Path.GetFileName(log), isText: true));
        }

        leaks.AddRange(parts.World.Postgres is null ? Sqlite() : await PostgresAsync(cancellationToken));
        leaks.AddRange(parts.World.RabbitMq is { } broker ? Directory.EnumerateFiles(broker.DataFolder, "*", SearchOption.AllDirectories).SelectMany(file => File(file, "the broker's files", isText: false)) : []);
        notes.Add(FormattableString.Invariant($"searched {searched / 1e6:0} MB for canaries in {clock.GetElapsedTime(started).TotalSeconds:0.0} s"));
        return [.. leaks.Select(leak => new Violation("S6", Harm.Leak, $"A canary ({leak.Form}) stands in {leak.Place} at byte {leak.Offset}.")),
            .. parts.Health.Leaks.Select(form => new Violation("S6", Harm.Leak, $"A canary ({form}) stands on the health page."))];
    }

    private IEnumerable<Leak> Sqlite() => Directory.GetFiles(parts.World.Folder, "hub.db*").SelectMany(file => File(file, Path.GetFileName(file), isText: false));

    /// <summary>Every row of every table as the server stores it: text as text, sealed bytes as bytes.</summary>
    private async Task<IReadOnlyList<Leak>> PostgresAsync(CancellationToken cancellationToken)
    {
        var tables = await new StoreTables(parts.World.Store).ListAsync(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
            row => row.Text(0), cancellationToken);
        var leaks = new List<Leak>();
        await using var connection = new NpgsqlConnection(parts.World.Store);
        await connection.OpenAsync(cancellationToken);
        foreach (var table in tables)
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT BINARY)", cancellationToken);
            await using var counted = new CountedStream(rows);
            leaks.AddRange(parts.Search.Find($"table {table}", counted, isText: false));
            searched += counted.Count;
        }

        return leaks;
    }

    private IReadOnlyList<Leak> File(string path, string place, bool isText)
    {
        try
        {
            using var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            searched += bytes.Length;
            return [.. parts.Search.Find(place, bytes, isText), .. parts.Search.Find("a file name", Path.GetFileName(path))];
        }
        catch (IOException)
        {
            // The broker has dropped the file meanwhile.
            return [];
        }
    }

    /// <summary>Counts what went through.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            return read;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
