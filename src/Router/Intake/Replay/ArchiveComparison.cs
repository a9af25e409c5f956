using Hub.Contracts.Channels;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Replay;

/// <summary>Compares today's reading of a stored body with what the hub has. Reads only.</summary>
internal static class ArchiveComparison
{
    private const string UnknownWord = "unknown_word";

    /// <param name="expected">Keys of items that bodies before this one would add; grows.</param>
    public static async Task<BodyDiff> JudgeAsync(HubDbContext db, ReadBody body, HashSet<(string, string, string)> expected, CancellationToken cancellationToken)
    {
        var origin = body.EditOf ?? body.RawId;
        var family = await db.Set<RawBody>().AsNoTracking().Where(row => row.EditOf == origin).Select(row => row.Id).ToListAsync(cancellationToken);
        family.Add(origin);
        var entries = body.Found.Items.Select(item => new InboundEntry(body, item)).ToList();
        var judged = new Judged(db, family, expected);

        // Reports first, as they are written.
        foreach (var entry in entries.Where(entry => entry.Item is InboundReport).Concat(entries.Where(entry => entry.Item is not InboundReport)))
        {
            await judged.AddAsync(entry, cancellationToken);
        }

        var known = await db.Set<QuarantineEntry>().AsNoTracking().Where(row => row.RawId == origin).ToListAsync(cancellationToken);
        var places = PlaceChanges.Judge(known, [.. body.Found.Unreadable.Select(PlaceFault.Of), .. judged.Homeless]);
        var corrections = await CorrectionsAsync(db, judged.Same, [.. places.Readable.Where(entry => entry.Code is UnknownWord).Select(entry => entry.Path)], cancellationToken);
        var seen = entries.Select(entry => entry.Item.ExternalId).ToHashSet();
        var made = await db.Set<Report>().AsNoTracking().Where(report => report.RawId != null && family.Contains(report.RawId.Value))
            .Select(report => new { report.Number, report.ExternalId }).ToListAsync(cancellationToken);

        return new BodyDiff(body)
        {
            Added = judged.Added,
            Corrections = corrections,
            Newer = judged.Newer.ConvertAll(one => ReportCorrection.Of(one.Held, [], one.Entry)),
            Places = places,
            Gone = [.. made.Where(report => !seen.Contains(report.ExternalId)).Select(report => report.Number)],
        };
    }

    private static async Task<IReadOnlyList<ReportCorrection>> CorrectionsAsync(
        HubDbContext db, IReadOnlyList<(Report Held, InboundEntry Entry)> same, IReadOnlyList<string> understood, CancellationToken cancellationToken)
    {
        var corrections = new List<ReportCorrection>();

        // Two versions of one report in one body: the one that made the row, else the last.
        foreach (var group in same.GroupBy(one => one.Held.Id))
        {
            var (held, entry) = group.FirstOrDefault(one => ((InboundReport)one.Entry.Item).ContentVersion == one.Held.ContentVersion, group.Last());
            var correction = await CorrectionAsync(db, held, entry, cancellationToken);
            correction = correction with { ReleasesWord = correction.Item.ChannelState is not null && understood.Any(path => path.StartsWith(entry.Item.Path, StringComparison.Ordinal)) };
            if (correction.Any)
            {
                corrections.Add(correction);
            }
        }

        return corrections;
    }

    public static async Task<ReportCorrection> CorrectionAsync(HubDbContext db, Report held, InboundEntry entry, CancellationToken cancellationToken)
    {
        var added = await db.Set<Contribution>().AsNoTracking()
            .Where(words => words.ReportId == held.Id && (words.Kind == "chat" || words.Kind == "follow_up")).OrderBy(words => words.Id).ToListAsync(cancellationToken);
        var files = await db.Set<Attachment>().AsNoTracking().Where(file => file.ReportId == held.Id).Select(file => file.ExternalId).ToListAsync(cancellationToken);
        var correction = ReportCorrection.Of(held, added, entry);
        return correction with { NewFiles = [.. correction.Item.Attachments.DistinctBy(file => file.ExternalId).Where(file => !files.Contains(file.ExternalId))] };
    }

    /// <summary>Sorts the items of one body.</summary>
    private sealed class Judged(HubDbContext db, IReadOnlyList<Guid> family, HashSet<(string, string, string)> expected)
    {
        public List<InboundEntry> Added { get; } = [];

        public List<(Report Held, InboundEntry Entry)> Same { get; } = [];

        public List<(Report Held, InboundEntry Entry)> Newer { get; } = [];

        public List<PlaceFault> Homeless { get; } = [];

        public async Task AddAsync(InboundEntry entry, CancellationToken cancellationToken)
        {
            switch (entry.Item)
            {
                case InboundReport item:
                    await ReportAsync(entry, item, cancellationToken);
                    break;
                case InboundFollowUp item:
                    await FollowAsync(entry, item.ReportExternalId, understood: true, cancellationToken);
                    break;
                case InboundStatus { ReportExternalId: { } externalId } item:
                    await FollowAsync(entry, externalId, item.State is not null, cancellationToken);
                    break;
                case InboundStatus { Receipt: null }:
                    Homeless.Add(PlaceFault.NoPlace(entry.Item.Path, ""));
                    break;
                case InboundSignal { TargetExternalId: { } target } when await IsKnownAsync((entry.Channel, entry.Account, target), cancellationToken):
                    await NewAsync(entry, cancellationToken);
                    break;
            }
        }

        private async Task ReportAsync(InboundEntry entry, InboundReport item, CancellationToken cancellationToken)
        {
            if (await NewAsync(entry, cancellationToken))
            {
                return;
            }

            var held = await db.ReportsOf(entry.Channel, entry.Account, [item.ExternalId]).FirstOrDefaultAsync(cancellationToken);
            if (held?.RawId is { } rawId && family.Contains(rawId))
            {
                Same.Add((held, entry));
            }
            else if (held is not null && ReportAdditions.IsNewer(entry, item.ContentVersion, held))
            {
                Newer.Add((held, entry));
            }
        }

        private async Task FollowAsync(InboundEntry entry, string reportId, bool understood, CancellationToken cancellationToken)
        {
            var key = (entry.Channel, entry.Account, reportId);
            if (!understood || !(expected.Contains(key) || await db.FindReportAsync(key, cancellationToken) is not null))
            {
                Homeless.Add(PlaceFault.NoPlace(entry.Item.Path, ""));
                return;
            }

            await NewAsync(entry, cancellationToken);
        }

        private async Task<bool> NewAsync(InboundEntry entry, CancellationToken cancellationToken)
        {
            if (await IsKnownAsync(entry.Key, cancellationToken))
            {
                return false;
            }

            expected.Add(entry.Key);
            Added.Add(entry);
            return true;
        }

        private async Task<bool> IsKnownAsync((string Channel, string Account, string ExternalId) key, CancellationToken cancellationToken) =>
            expected.Contains(key) || await db.Set<InboundKey>().AsNoTracking()
                .AnyAsync(row => row.Channel == key.Channel && row.Account == key.Account && row.ExternalId == key.ExternalId, cancellationToken);
    }
}
