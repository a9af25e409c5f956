using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;
using Hub.Router.Units;
using Hub.Worker.Config.Reading;

namespace Hub.Worker.Config;

/// <summary>What became of loading limits and days off. The two cases are the whole list.</summary>
internal abstract record DeadlineFilesResult
{
    private DeadlineFilesResult()
    {
    }

    public sealed record Loaded(DeadlineBook Book, HolidayList Holidays) : DeadlineFilesResult;

    /// <summary>Nothing is used; all faults are listed at once (P10).</summary>
    public sealed record Refused(IReadOnlyList<KnowledgeFault> Faults) : DeadlineFilesResult;
}

/// <summary>What the files may name: units and channels.</summary>
internal sealed record DeadlineNames(UnitDirectory Units, IReadOnlySet<string> Channels);

/// <summary>holidays.csv and deadlines.yaml of the folder of rule files, from bytes to what the clocks count by.</summary>
internal static class DeadlineFiles
{
    public const string Holidays = "holidays.csv";
    public const string Limits = "deadlines.yaml";

    public static DeadlineFilesResult Load(string folder, DeadlineNames names)
    {
        var missing = new[] { Holidays, Limits }.Where(file => !File.Exists(Path.Combine(folder, file))).ToArray();
        if (missing.Length > 0)
        {
            return new DeadlineFilesResult.Refused(
                [.. missing.Select(file => new KnowledgeFault(file, folder, "the file is missing.", $"Copy it from {RoutingFiles.Shipped} and adapt it."))]);
        }

        var faults = new List<KnowledgeFault>();
        var holidays = HolidayRows.Read(folder, Holidays, faults);
        var book = DeadlineDocument.Read(folder, names, faults);
        return faults.Count == 0 && book is not null ? new DeadlineFilesResult.Loaded(book, new HolidayList(holidays)) : new DeadlineFilesResult.Refused(faults);
    }
}
