using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;

namespace Hub.Worker.Config.Reading;

/// <summary>The versions of the limits: each whole, in the order of their days.</summary>
internal static class DeadlineVersions
{
    private const string Others = "others";

    private static readonly string[] Levels = ["unit", "superior", "bureau", "inspectorate"];

    private static readonly Dictionary<string, ReportClass> Classes = Enum.GetValues<ReportClass>().ToDictionary(each => each.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<string, ClosedBy> Closers = new(StringComparer.Ordinal) { ["hub"] = ClosedBy.Hub, ["channel"] = ClosedBy.Channel };

    public static IReadOnlyList<DeadlineRules> Read(List<VersionEntry?> entries, IReadOnlySet<string> channels, EntryFaults faults)
    {
        if (entries.Count == 0)
        {
            faults.Add("versions", "there is none.", "Write at least one version with its limits.");
        }

        var versions = entries.Select((entry, index) => Version(entry ?? new VersionEntry(), index, channels, faults)).ToList();
        foreach (var (earlier, later) in versions.Zip(versions.Skip(1)).Where(pair => pair.Second.From <= pair.First.From))
        {
            faults.Add($"version {later.From:yyyy-MM-dd}", $"does not begin after the one before it, which begins on {earlier.From:yyyy-MM-dd}.", "Put the versions in the order of their days, each day once.");
        }

        return versions;
    }

    private static DeadlineRules Version(VersionEntry entry, int index, IReadOnlySet<string> channels, EntryFaults faults)
    {
        var name = $"version {entry.From ?? $"number {index + 1}"}";
        if (string.IsNullOrWhiteSpace(entry.Source))
        {
            faults.Add($"{name}.source", "is missing.", "Name the regulation and where it can be read.");
        }

        var closing = Closing(name, entry.ClosedBy ?? [], channels, faults);
        var rules = new DeadlineRules("", faults.Day($"{name}.from", entry.From), Limits($"{name}.limits", entry.Limits ?? [], faults))
        {
            AutoClose = faults.WorkingDays($"{name}.autoClose", entry.AutoClose, 1),
            WarnBefore = faults.WorkingDays($"{name}.warnBefore", entry.WarnBefore, 0),
            ReopenWithin = faults.WorkingDays($"{name}.reopenWithin", entry.ReopenWithin, 0),
            Escalate = Escalation($"{name}.escalate", entry.Escalate ?? [], faults),
            Closing = closing.Where(pair => pair.Key != Others).ToDictionary(StringComparer.Ordinal),
            OthersClosedBy = closing.GetValueOrDefault(Others),
        };
        return rules with { Version = $"{rules.From:yyyy-MM-dd}-{Hash(rules)}" };
    }

    private static Dictionary<ReportClass, ClassLimits> Limits(string name, Dictionary<string, LimitEntry?> entries, EntryFaults faults)
    {
        var own = new Dictionary<ReportClass, ClassLimits>();
        foreach (var (word, entry) in entries)
        {
            var reportClass = faults.Word($"{name}.{word}", word, Classes);
            if (entry is not { CountsAs: not null })
            {
                own.TryAdd(reportClass, OfClass($"{name}.{word}", entry ?? new LimitEntry(), faults));
            }
        }

        var all = new Dictionary<ReportClass, ClassLimits>(own);
        foreach (var (word, entry) in entries.Where(pair => pair.Value is { CountsAs: not null } && Classes.ContainsKey(pair.Key)))
        {
            all[Classes[word]] = Borrowed($"{name}.{word}", entry!, own, faults);
        }

        foreach (var missing in Classes.Where(each => !entries.ContainsKey(each.Key)))
        {
            faults.Add($"{name}.{missing.Key}", "is missing.", "Give every class its limits, or say countsAs and a class that has them.");
        }

        return all;
    }

    private static ClassLimits OfClass(string name, LimitEntry entry, EntryFaults faults)
    {
        var limits = new ClassLimits(
            faults.WorkingDays($"{name}.verify", entry.Verify, 1), faults.WorkingDays($"{name}.response", entry.Response, 1), faults.WorkingDays($"{name}.completion", entry.Completion, 1));
        if (limits.Completion < limits.Response)
        {
            faults.Add(name, $"completion ({limits.Completion}) is before response ({limits.Response}).", "A report is answered no earlier than followed up.");
        }

        return limits;
    }

    private static ClassLimits Borrowed(string name, LimitEntry entry, Dictionary<ReportClass, ClassLimits> own, EntryFaults faults)
    {
        if (entry is not { Verify: null, Response: null, Completion: null })
        {
            faults.Add(name, "has countsAs and limits of its own.", "Write one of the two.");
        }

        var known = own.ToDictionary(pair => pair.Key.ToString(), pair => pair.Key, StringComparer.Ordinal);
        if (known.Count == 0)
        {
            faults.Add($"{name}.countsAs", "there is no class with limits of its own.", "Give at least one class its limits.");
            return new ClassLimits(1, 1, 1);
        }

        var other = faults.Word($"{name}.countsAs", entry.CountsAs, known);
        return own[other] with { CountsAs = other };
    }

    private static EscalationDays Escalation(string name, Dictionary<string, string?> entries, EntryFaults faults)
    {
        foreach (var stranger in entries.Keys.Except(Levels))
        {
            faults.Add($"{name}.{stranger}", "is not a level.", $"Use {string.Join(", ", Levels)}.");
        }

        var days = Levels.Select(level => faults.WorkingDays($"{name}.{level}", entries.GetValueOrDefault(level), 0)).ToArray();
        if (days[0] != 0)
        {
            faults.Add($"{name}.unit", $"is {days[0]}.", "Write 0: the unit is told at the breach itself.");
        }

        if (!days.SequenceEqual(days.Order()))
        {
            faults.Add(name, "a higher level is told before a lower one.", $"Let the days rise in the order {string.Join(", ", Levels)}.");
        }

        return new EscalationDays(days[0], days[1], days[2], days[3]);
    }

    private static Dictionary<string, ClosedBy> Closing(string name, Dictionary<string, string?> entries, IReadOnlySet<string> channels, EntryFaults faults)
    {
        foreach (var stranger in entries.Keys.Where(key => key != Others && !channels.Contains(key)))
        {
            faults.Add($"{name}.closedBy.{stranger}", "is not a channel.", $"Use {string.Join(", ", channels.Order())} or {Others}.");
        }

        var words = entries.Keys.Union([Others]);
        return words.ToDictionary(word => word, word => faults.Word($"{name}.closedBy.{word}", entries.GetValueOrDefault(word), Closers), StringComparer.Ordinal);
    }

    /// <summary>Over what is meant, so that a comment does not make another version.</summary>
    private static string Hash(DeadlineRules rules)
    {
        var text = new StringBuilder($"{rules.AutoClose} {rules.WarnBefore} {rules.ReopenWithin} {rules.Escalate} {rules.OthersClosedBy}\n");
        text.AppendJoin('\n', rules.Classes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")).Append('\n');
        text.AppendJoin('\n', rules.Closing.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }
}
