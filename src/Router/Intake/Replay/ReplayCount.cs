using Hub.Router.Privacy;

namespace Hub.Router.Intake.Replay;

/// <summary>Adds the differences of single bodies up.</summary>
internal sealed class ReplayCount
{
    private const int MostSamples = 10;
    private const int MostOfAKind = 4;
    private const int LongestSample = 120;
    private const string Hidden = "(isi laporan hanya untuk Inspektorat Jenderal)";

    private readonly Dictionary<string, int> fields = [];
    private readonly List<ReplaySample> samples = [];

    public ReplayTally Tally { get; private set; } = new();

    public void Add(BodyDiff diff)
    {
        var changes = diff.Corrections.Concat(diff.Newer).ToList();
        foreach (var field in changes.SelectMany(Fields))
        {
            fields[field] = fields.GetValueOrDefault(field) + 1;
        }

        Tally = Tally with
        {
            Bodies = Tally.Bodies + 1,
            Unchanged = Tally.Unchanged + (diff.HasEffect || diff.Gone.Count > 0 ? 0 : 1),
            AddedItems = Tally.AddedItems + diff.Added.Count,
            ChangedReports = Tally.ChangedReports + changes.Count,
            NowReadable = Tally.NowReadable + diff.Places.Readable.Count,
            NoLongerReadable = Tally.NoLongerReadable + diff.Places.Worse,
            Gone = Tally.Gone + diff.Gone.Count,
            LastBody = diff.Body.EditOf ?? diff.Body.RawId,
        };
        Show(diff);
    }

    public void Add(ReplayCount batch)
    {
        foreach (var (field, count) in batch.fields)
        {
            fields[field] = fields.GetValueOrDefault(field) + count;
        }

        samples.AddRange(batch.samples.Take(MostSamples - samples.Count));
        var more = batch.Tally;
        Tally = Tally with
        {
            Bodies = Tally.Bodies + more.Bodies,
            Unchanged = Tally.Unchanged + more.Unchanged,
            AddedItems = Tally.AddedItems + more.AddedItems,
            ChangedReports = Tally.ChangedReports + more.ChangedReports,
            NowReadable = Tally.NowReadable + more.NowReadable,
            NoLongerReadable = Tally.NoLongerReadable + more.NoLongerReadable,
            Gone = Tally.Gone + more.Gone,
            NotSaved = Tally.NotSaved + more.NotSaved,
            LastBody = more.LastBody ?? Tally.LastBody,
        };
    }

    public void NotSaved(ReadBody body) => Tally = Tally with { Bodies = Tally.Bodies + 1, NotSaved = Tally.NotSaved + 1, LastBody = body.EditOf ?? body.RawId };

    public ReplayTally Result(bool stopped) => Tally with { Fields = fields, Samples = samples, Stopped = stopped };

    private static IEnumerable<string> Fields(ReportCorrection change) =>
        [.. change.Fields.Select(field => field.Field), .. change.NewFiles.Count > 0 ? (string[])["attachments"] : [], .. change.ReleasesWord ? (string[])["state"] : []];

    private void Show(BodyDiff diff)
    {
        Show(diff.Corrections.SelectMany(change => Samples("changes", change)));
        Show(diff.Newer.SelectMany(change => Samples("newer", change)));
        Show(diff.Added.Select(entry => new ReplaySample("adds", entry.Item.ExternalId, null, null, null)));
        Show(diff.Places.Readable.Select(entry => new ReplaySample("readable", $"{diff.Body.RawId} {entry.Path}", null, entry.Code, null)));
        Show(diff.Places.New.Select(fault => new ReplaySample("unreadable", $"{diff.Body.RawId} {fault.Path}", null, null, fault.Code)));
        Show(diff.Gone.Select(number => new ReplaySample("gone", number, null, null, null)));
    }

    private void Show(IEnumerable<ReplaySample> more)
    {
        foreach (var sample in more.Where(sample => samples.Count < MostSamples && samples.Count(each => each.What == sample.What) < MostOfAKind))
        {
            samples.Add(sample);
        }
    }

    private static IEnumerable<ReplaySample> Samples(string what, ReportCorrection change) => change.Fields.Select(field =>
        change.Held.Restricted || change.Corrected.Restricted
            ? new ReplaySample(what, change.Held.Number, field.Field, Hidden, Hidden)
            : new ReplaySample(what, change.Held.Number, field.Field, Short(field.Before), Short(field.After)));

    private static string? Short(string? text) => text is null ? null : SafeText.Cut(IdentityMask.OneLine(text), LongestSample);
}
