using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Determinism.Tests.Checks;

/// <summary>The end of a story in a few lines that a scenario can state beforehand, free of ids and times.</summary>
internal static class Picture
{
    public static IReadOnlyList<string> Of(Findings found) =>
    [
        .. found.Reports.SelectMany(report => Of(found, report)),
        .. found.Quarantine.Select(entry => $"quarantine: {entry.Code} {entry.Path}"),
    ];

    private static IEnumerable<string> Of(Findings found, Report report)
    {
        var (name, id) = (report.ExternalId, report.Id);
        yield return $"{name}: {report.State}{Word(report.Unit)}{Word(report.Addressee)} \"{report.Text.Replace("\n", " / ", StringComparison.Ordinal)}\"";

        var timeline = found.Timeline.Where(line => line.ReportId == id).ToList();
        yield return $"{name} history: {Join(timeline.Where(IsMove).Select(line => $"{line.State} by {line.By}"))}";

        var others = timeline.Where(line => !IsMove(line) && line.Kind is not TimelineKinds.Clock).GroupBy(line => line.Kind).OrderBy(group => group.Key, StringComparer.Ordinal);
        yield return $"{name} lines: {Join(others.Select(group => $"{group.Key} {group.Count()}"))}";
        yield return $"{name} channel: {Join(found.Scenery.Told.Where(told => told.ExternalId == name).Select(told => told.State.ToString()))}";

        var events = found.Events.Where(post => post.ReportId == id).DistinctBy(post => post.Id);
        yield return $"{name} units: {Join(events.Select(post => $"{post.Unit} {post.Type}"))}";
        if (found.Contributions.Where(part => part.ReportId == id).Select(part => part.ExternalId).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } parts)
        {
            yield return $"{name} parts: {Join(parts)}";
        }

        if (found.Ledger.Where(row => row.ReportId == id && row.Receipt != null).ToList() is { Count: > 0 } receipts)
        {
            yield return $"{name} receipts: {Join(receipts.Select(row => $"{row.State} {row.Receipt}"))}";
        }
    }

    private static bool IsMove(TimelineEntry line) => line.Kind is TimelineKinds.Received or TimelineKinds.State;

    private static string Word(string? word) => word is null ? "" : " " + word;

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);
}
