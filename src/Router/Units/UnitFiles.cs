using System.Security.Cryptography;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>A file of a unit as it is shown: not its bytes.</summary>
public sealed record UnitFileLine(Guid Id, string MediaType, string? FileName, long Size, string Sha256);

/// <summary>What became of a file that a unit laid down. The five cases are the whole list.</summary>
public abstract record UnitFileResult
{
    private UnitFileResult()
    {
    }

    /// <summary>Kept, now or when it came the first time.</summary>
    public sealed record Kept(UnitFileLine File) : UnitFileResult;

    public sealed record NoReport : UnitFileResult;

    /// <summary>The bytes are no kind of file that is taken.</summary>
    public sealed record UnknownKind : UnitFileResult;

    /// <summary>The unit has laid down enough with this report.</summary>
    public sealed record TooMany : UnitFileResult;

    /// <summary>The same key came before with other bytes.</summary>
    public sealed record OtherContent : UnitFileResult;
}

/// <summary>What a unit gets that asks for a file. The five cases are the whole list.</summary>
public abstract record UnitFileFind
{
    private UnitFileFind()
    {
    }

    public sealed record Found(byte[] Bytes, string MediaType, string FileName) : UnitFileFind;

    public sealed record NotThere : UnitFileFind;

    /// <summary>The hub has not fetched it from the channel yet.</summary>
    public sealed record NotYet : UnitFileFind;

    /// <summary>The channel does not give it any more, or its time was over.</summary>
    public sealed record Gone : UnitFileFind;

    /// <summary>The reporter is anonymous, and what the file says beside its picture cannot be taken out of this kind (RELIABILITY T12).</summary>
    public sealed record Withheld : UnitFileFind;
}

/// <summary>Files of reports for the unit that has the report, and files that units lay down.</summary>
public sealed class UnitFiles
{
    private readonly HubStore store;
    private readonly Seal seal;
    private readonly HubIds ids;
    private readonly TimeProvider clock;

    internal UnitFiles(HubStore store, Seal seal, HubIds ids, TimeProvider clock) => (this.store, this.seal, this.ids, this.clock) = (store, seal, ids, clock);

    /// <param name="place">The unit, its report, and the key that makes two attempts one file.</param>
    /// <param name="fileName">As the unit calls it; kept masked.</param>
    public async Task<UnitFileResult> AddAsync((string Unit, Guid Report, string Key) place, byte[] bytes, string? fileName, int most, CancellationToken cancellationToken)
    {
        if (FileKinds.Of(bytes) is not { } kind)
        {
            return new UnitFileResult.UnknownKind();
        }

        var id = ids.Next();
        var row = new UnitFile
        {
            Id = id,
            ReportId = place.Report,
            Unit = place.Unit,
            Key = place.Key,
            MediaType = kind.MediaType,
            FileName = fileName is null ? null : SafeText.OneLine(IdentityMask.Mask(fileName).Text, 100),
            Size = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Sealed = seal.Close(bytes, Purpose(id)),
            At = clock.GetUtcNow(),
        };
        return await store.WriteAsync((write, token) => AddAsync(write.Db, row, most, token), cancellationToken);
    }

    public async Task<UnitFileFind> FindAsync(string unit, Guid reportId, Guid fileId, CancellationToken cancellationToken)
    {
        var (report, given, own) = await store.ReadAsync(
            async (db, token) => (
                await db.Set<Report>().AsNoTracking().Where(row => row.Id == reportId && row.Unit == unit).Select(row => new { row.Anonymous }).FirstOrDefaultAsync(token),
                await db.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == fileId && row.ReportId == reportId, token),
                await db.Set<UnitFile>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == fileId && row.ReportId == reportId && row.Unit == unit, token)),
            cancellationToken);
        return (report, given, own) switch
        {
            (null, _, _) or (_, null, null) => new UnitFileFind.NotThere(),
            (_, { State: AttachmentState.Pending }, _) => new UnitFileFind.NotYet(),
            (_, { Sealed: { } bytes }, _) => Shown(fileId, seal.Open(bytes, AttachmentFetch.Purpose), report.Anonymous),
            (_, null, { Sealed: { } bytes }) => Shown(fileId, seal.Open(bytes, Purpose(fileId)), hides: false),
            _ => new UnitFileFind.Gone(),
        };
    }

    /// <summary>Words that name a file which their unit did not lay down with their report; one question for all of them, none when none names a file.</summary>
    internal async Task<IReadOnlyCollection<UnitWord>> StrangersAsync(IReadOnlyList<UnitWord> words, CancellationToken cancellationToken)
    {
        if (words.Count == 0)
        {
            return [];
        }

        var named = words.SelectMany(word => word.Status.Attachments!).Distinct().ToList();
        var known = (await store.ReadAsync(
            (db, token) => db.Set<UnitFile>().AsNoTracking().Where(file => named.Contains(file.Id)).Select(file => new { file.Id, file.ReportId, file.Unit }).ToListAsync(token),
            cancellationToken)).ToDictionary(file => file.Id, file => ((Guid?)file.ReportId, file.Unit));
        return [.. words.Where(word => word.Status.Attachments!.Any(id => known.GetValueOrDefault(id) != (word.Status.ReportId, word.Unit)))];
    }

    private static async Task<UnitFileResult> AddAsync(HubDbContext db, UnitFile row, int most, CancellationToken cancellationToken)
    {
        var files = db.Set<UnitFile>().AsNoTracking();
        if (!await db.Set<Report>().AnyAsync(report => report.Id == row.ReportId && report.Unit == row.Unit, cancellationToken))
        {
            return new UnitFileResult.NoReport();
        }

        if (await files.FirstOrDefaultAsync(file => file.Unit == row.Unit && file.Key == row.Key, cancellationToken) is { } before)
        {
            return before.Sha256 == row.Sha256 && before.ReportId == row.ReportId ? new UnitFileResult.Kept(Line(before)) : new UnitFileResult.OtherContent();
        }

        if (await files.CountAsync(file => file.ReportId == row.ReportId && file.Unit == row.Unit, cancellationToken) >= most)
        {
            return new UnitFileResult.TooMany();
        }

        // The same key on another connection waits here, and then finds the file.
        return (await db.InsertNewAsync([row], cancellationToken)).Count > 0 ? new UnitFileResult.Kept(Line(row)) : throw new OvertakenException("a file of a unit");
    }

    private static UnitFileFind Shown(Guid id, byte[] bytes, bool hides)
    {
        var kind = FileKinds.Of(bytes);
        var shown = hides ? PictureMetadata.Strip(bytes) : bytes;
        return shown is null ? new UnitFileFind.Withheld() : new UnitFileFind.Found(shown, kind?.MediaType ?? FileKinds.Unknown.MediaType, $"lampiran-{id.ToString("N")[^8..]}{(kind ?? FileKinds.Unknown).Ending}");
    }

    internal static UnitFileLine Line(UnitFile file) => new(file.Id, file.MediaType, file.FileName, file.Size, file.Sha256);

    private static string Purpose(Guid id) => $"unit-file/{id}";
}
