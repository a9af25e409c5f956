using System.Globalization;
using Hub.Connectors;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>When a rule of routing.yaml counts: from, to, weekdays, hours, channels, zone.</summary>
internal static class ConditionEntries
{
    private static readonly Dictionary<string, DayOfWeek> Days = Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Channels = new(() =>
        ConnectorRegistration.Normalisers().Select(normaliser => normaliser.Channel).Distinct().Order(StringComparer.Ordinal).ToDictionary(channel => channel, StringComparer.Ordinal));

    /// <returns>Null for a rule that always counts.</returns>
    public static RuleCondition? Read(RuleEntry entry, string rule, List<KnowledgeFault> faults)
    {
        if (entry is { From: null, To: null, Weekdays: null, Hours: null, Channels: null, Zone: null })
        {
            return null;
        }

        var words = new EntryFaults(KnowledgeFile.Rules, faults);
        return new RuleCondition
        {
            From = entry.From is null ? null : words.Day($"{rule}.from", entry.From),
            To = entry.To is null ? null : words.Day($"{rule}.to", entry.To),
            Weekdays = Several(entry.Weekdays, $"{rule}.weekdays", words, word => words.Word($"{rule}.weekdays", word, Days)),
            Hours = Several(entry.Hours, $"{rule}.hours", words, span => Hours($"{rule}.hours", span, words)),
            Channels = Several(entry.Channels, $"{rule}.channels", words, word => words.Word($"{rule}.channels", word, Channels.Value)),
            Zone = entry.Zone ?? OfficeZones.Jakarta,
        };
    }

    private static IReadOnlyList<T> Several<T>(List<string>? words, string entry, EntryFaults faults, Func<string, T> read)
    {
        if (words is { Count: 0 })
        {
            faults.Add(entry, "is empty; the rule would never match.", "Name at least one, or leave the key out.");
        }

        return [.. (words ?? []).Select(read)];
    }

    /// <summary>"22:00-05:00" crosses midnight; 24:00 is the end of the day.</summary>
    private static RuleHours Hours(string entry, string span, EntryFaults words)
    {
        if (span.Split('-', StringSplitOptions.TrimEntries) is [var from, var to] && Time(from) is { } begin && (to == "24:00" ? TimeSpan.FromDays(1) : Time(to)) is { } end)
        {
            return new RuleHours(begin, end);
        }

        words.Add(entry, $"'{span}' is not a part of the day.", "Write it as \"07:30-16:00\"; one that crosses midnight as \"22:00-05:00\".");
        return new RuleHours(TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    private static TimeSpan? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;
}
