using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Privacy;

/// <summary>The only room that holds who reported. Others ask for a reference, or open one for an entitled channel.</summary>
internal sealed class ReporterVault(Seal seal, LookupHash hash, HubIds ids, TimeProvider clock)
{
    private const string ReporterPurpose = "reporter";
    private const string FragmentPurpose = "fragment";

    internal static readonly SetStatement Knowing = new(
        """
        SELECT k.hash, k."ref" FROM unnest($1::text[]) AS w (hash)
        CROSS JOIN LATERAL (SELECT * FROM vault_lookups AS l WHERE l.hash = w.hash LIMIT 1) AS k
        """,
        "SELECT hash, \"ref\" FROM vault_lookups WHERE hash = @p0");

    internal static readonly SetStatement Opening = new(
        """
        SELECT k."ref", k.sealed FROM unnest($1::uuid[]) AS w (id)
        CROSS JOIN LATERAL (SELECT * FROM vault_reporters AS r WHERE r."ref" = w.id LIMIT 1) AS k
        """,
        "SELECT \"ref\", sealed FROM vault_reporters WHERE \"ref\" = @p0");

    /// <summary>Another name of a person whom the hub turned out to know.</summary>
    internal static readonly SetChange<VaultLookup> Joining = new(
        "UPDATE vault_lookups SET \"ref\" = {ref} {from} WHERE hash = {hash}",
        SetColumns.Id<VaultLookup>("ref", lookup => lookup.Ref),
        SetColumns.Text<VaultLookup>("hash", lookup => lookup.Hash));

    /// <summary>People, and the messages to answer of reports, which have an id of their own: one question for both.</summary>
    internal static readonly SetStatement Answering = new(
        $"""
        SELECT "ref", NULL::uuid, sealed FROM vault_reporters WHERE "ref" = ANY ($1)
        UNION ALL SELECT report_id, id, sealed FROM vault_fragments WHERE report_id = ANY ($2) AND kind = '{ReplyTo}'
        """,
        $"""
        SELECT "ref", NULL, sealed FROM vault_reporters WHERE "ref" = @p0
        UNION ALL SELECT report_id, id, sealed FROM vault_fragments WHERE report_id = @p1 AND kind = '{ReplyTo}'
        """);

    /// <summary>A reference for each identity, old where the channel named the person before, new otherwise; null where nothing is known.</summary>
    /// <returns>The references, and which of them the hub knew before.</returns>
    public async Task<(IReadOnlyList<Guid?> References, IReadOnlyCollection<Guid> KnownBefore)> ReferAsync(
        HubDbContext db, string channel, IReadOnlyList<ReporterIdentity> identities, CancellationToken cancellationToken)
    {
        var names = identities.Select(identity => Hashes(channel, identity)).ToList();
        var referred = new Referred(identities, names, [], _ => ids.Next());
        var lookups = referred.Lookups;
        var added = await db.InsertNewAsync(lookups, cancellationToken);
        if (added.Count < lookups.Count)
        {
            var taken = lookups.Except(added).Select(lookup => lookup.Hash).ToArray();
            var known = await db.AskAsync((Knowing, [taken]), static row => (Hash: row.GetString(0), Ref: row.GetGuid(1)), cancellationToken);
            if (known.Count < taken.Length)
            {
                throw new OvertakenException("a person of this batch");
            }

            var first = referred.References;
            referred = new Referred(identities, names, known.ToDictionary(row => row.Hash, row => row.Ref), index => first[index]!.Value);
            await Joining.ExecuteAsync(db, [.. referred.Lookups.Except(lookups)], cancellationToken);
        }

        await MergeAsync(db, referred.Again, cancellationToken);
        await db.InsertAsync([.. referred.People.Select(person => Close(person.Key, channel, person.Value))], cancellationToken);
        return (referred.References, [.. referred.Again.Select(person => person.Ref).Distinct()]);
    }

    public async Task<ReporterIdentity?> OpenAsync(HubDbContext db, Guid reference, CancellationToken cancellationToken) =>
        await db.Set<VaultReporter>().AsNoTracking().FirstOrDefaultAsync(person => person.Ref == reference, cancellationToken) is { } row
            ? seal.OpenIdentity(row.Sealed, ReporterPurpose)
            : null;

    /// <summary>The person is known by another name of the channel from now on; the old one still finds them.</summary>
    public async Task LinkAsync(HubDbContext db, string channel, (ChannelIdentity Previous, ChannelIdentity Current) change, CancellationToken cancellationToken)
    {
        var previous = hash.Of(channel, change.Previous.Kind, change.Previous.Value);
        var lookup = await db.Set<VaultLookup>().AsNoTracking().FirstOrDefaultAsync(each => each.Hash == previous, cancellationToken);
        if (lookup is null)
        {
            return;
        }

        await db.InsertNewAsync([new VaultLookup { Hash = hash.Of(channel, change.Current.Kind, change.Current.Value), Ref = lookup.Ref }], cancellationToken);
        var addition = new ReporterIdentity
        {
            Phone = change.Current.Kind is "wa_phone" or "phone" ? change.Current.Value : null,
            ChannelIdentities = [change.Current],
        };
        await MergeAsync(db, [(lookup.Ref, addition)], cancellationToken);
    }

    public VaultFragment Fragment(Guid reportId, string kind, string text) =>
        new() { Id = ids.Next(), ReportId = reportId, Kind = kind, Sealed = seal.CloseText(text, FragmentPurpose) };

    /// <summary>What the mask took out of a text of the report; nothing when it took nothing.</summary>
    public IReadOnlyList<VaultFragment> CutOut(Guid reportId, MaskedText masked) =>
        masked.Fragments.Count == 0 ? [] : [Fragment(reportId, "text", RouterJson.Write(masked.Fragments.Select(fragment => fragment.Original).ToList()))];

    /// <summary>What is kept of people and of the last message to answer of each report, whose id itself may be personal; still sealed: one read for however many.</summary>
    /// <param name="asked">A person may stand there for many reports; without a report nothing is to be answered.</param>
    public static async Task<SealedPeople> ReadAsync(HubDbContext db, IReadOnlyList<(Guid Reference, Guid? Report)> asked, CancellationToken cancellationToken)
    {
        var rows = (await db.AskAsync(
            (Answering, [asked.Select(one => one.Reference).ToArray(), asked.Select(one => one.Report).ToArray()]),
            static row => (Of: row.GetGuid(0), Message: row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1), Sealed: row.GetFieldValue<byte[]>(2)), cancellationToken)).ToLookup(row => row.Message is null);
        return new SealedPeople(
            rows[true].DistinctBy(row => row.Of).ToDictionary(row => row.Of, row => row.Sealed),
            rows[false].GroupBy(row => row.Of).ToDictionary(report => report.Key, report => report.MaxBy(row => row.Message).Sealed));
    }

    /// <returns>Null where nobody is known.</returns>
    public ReporterIdentity? Open(SealedPeople people, Guid? reference, Guid report) => reference is { } known && people.Reporters.TryGetValue(known, out var person)
        ? seal.OpenIdentity(person, ReporterPurpose) with { ReplyTo = people.Replies.TryGetValue(report, out var reply) ? seal.OpenText(reply, FragmentPurpose) : null }
        : null;

    public const string ReplyTo = "reply_to";

    private async Task MergeAsync(HubDbContext db, IReadOnlyList<(Guid Ref, ReporterIdentity Newer)> people, CancellationToken cancellationToken)
    {
        var rows = await db.AskAsync(
            (Opening, [people.Select(person => person.Ref).Distinct().ToArray()]), static row => (Ref: row.GetGuid(0), Sealed: row.GetFieldValue<byte[]>(1)), cancellationToken);
        var newer = people.ToLookup(person => person.Ref, person => person.Newer);
        foreach (var row in rows)
        {
            var older = seal.OpenIdentity(row.Sealed, ReporterPurpose);
            var merged = newer[row.Ref].Aggregate(older, Merged);
            if (merged.ChannelIdentities.Count == older.ChannelIdentities.Count && merged with { ChannelIdentities = older.ChannelIdentities } == older)
            {
                continue;
            }

            var sealedBytes = seal.CloseIdentity(merged, ReporterPurpose);
            var now = clock.GetUtcNow();
            await db.Set<VaultReporter>().Where(person => person.Ref == row.Ref)
                .ExecuteUpdateAsync(set => set.SetProperty(person => person.Sealed, sealedBytes).SetProperty(person => person.At, now), cancellationToken);
        }
    }

    private static ReporterIdentity Merged(ReporterIdentity older, ReporterIdentity newer) => older with
    {
        Name = newer.Name ?? older.Name,
        Phone = newer.Phone ?? older.Phone,
        Email = newer.Email ?? older.Email,
        Address = newer.Address ?? older.Address,
        ChannelIdentities = [.. newer.ChannelIdentities.Concat(older.ChannelIdentities).Distinct()],
        ReplyTo = null,
    };

    private VaultReporter Close(Guid reference, string channel, ReporterIdentity identity) => new()
    {
        Ref = reference,
        Channel = channel,
        Sealed = seal.CloseIdentity(identity with { ReplyTo = null }, ReporterPurpose),
        At = clock.GetUtcNow(),
    };

    private List<string> Hashes(string channel, ReporterIdentity identity)
    {
        var names = identity.ChannelIdentities.ToList();
        if (names.Count == 0 && identity.Phone is { } phone)
        {
            names.Add(new ChannelIdentity("phone", phone));
        }

        return names.ConvertAll(name => hash.Of(channel, name.Kind, name.Value));
    }
}

/// <summary>Who of a batch is who: a person is known by any name that is known, and two who share a name are one.</summary>
internal sealed class Referred
{
    /// <param name="names">Hashes of the names of each.</param>
    /// <param name="known">Names that had a reference before.</param>
    /// <param name="next">The reference of one who is new.</param>
    public Referred(IReadOnlyList<ReporterIdentity> identities, IReadOnlyList<IReadOnlyList<string>> names, Dictionary<string, Guid> known, Func<int, Guid> next)
    {
        for (var index = 0; index < identities.Count; index++)
        {
            References.Add(IsKnown(identities[index]) ? Refer(identities[index], names[index], known, next) : null);
        }
    }

    /// <summary>Of each in their order; null where nothing is known.</summary>
    public List<Guid?> References { get; } = [];

    /// <summary>Those who are new, as they named themselves first.</summary>
    public Dictionary<Guid, ReporterIdentity> People { get; } = [];

    /// <summary>Those who were known before, as they name themselves now.</summary>
    public List<(Guid Ref, ReporterIdentity Newer)> Again { get; } = [];

    /// <summary>Names that are new.</summary>
    public List<VaultLookup> Lookups { get; } = [];

    private Guid Refer(ReporterIdentity identity, IReadOnlyList<string> hashes, Dictionary<string, Guid> known, Func<int, Guid> next)
    {
        var old = hashes.Where(known.ContainsKey).Select(each => (Guid?)known[each]).FirstOrDefault();
        var reference = old ?? next(References.Count);
        Lookups.AddRange(hashes.Where(each => known.TryAdd(each, reference)).Select(each => new VaultLookup { Hash = each, Ref = reference }));
        if (old is null)
        {
            People.Add(reference, identity);
        }
        else if (!People.ContainsKey(reference))
        {
            Again.Add((reference, identity));
        }

        return reference;
    }

    private static bool IsKnown(ReporterIdentity identity) =>
        identity.Name is not null || identity.Phone is not null || identity.Email is not null || identity.Address is not null || identity.ChannelIdentities.Count > 0;
}

/// <summary>Sealed rows of the vault, by reference and by report.</summary>
internal sealed record SealedPeople(IReadOnlyDictionary<Guid, byte[]> Reporters, IReadOnlyDictionary<Guid, byte[]> Replies);
