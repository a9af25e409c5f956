using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Reads the small values of one file's entries and keeps what is wrong with them; a value with a fault reads as some right one, so that reading goes on.</summary>
internal sealed class EntryFaults(string file, List<KnowledgeFault> faults)
{
    public int Count => faults.Count;

    public void Add(string entry, string problem, string remedy) => faults.Add(new KnowledgeFault(file, entry, problem, remedy));

    public int WorkingDays(string entry, string? text, int least)
    {
        const int Most = 1000;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) && days >= least && days <= Most)
        {
            return days;
        }

        Add(entry, text is null ? "is missing." : $"'{text}' is not a number of working days.", $"Write a whole number from {least} to {Most}.");
        return least;
    }

    public DateOnly Day(string entry, string? text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Add(entry, text is null ? "is missing." : $"'{text}' is not a day.", "Write it as 2026-12-24.");
        return DateOnly.MinValue;
    }

    /// <param name="known">Every word that may stand here, with its meaning.</param>
    public T Word<T>(string entry, string? text, IReadOnlyDictionary<string, T> known)
    {
        if (text is not null && known.TryGetValue(text, out var meaning))
        {
            return meaning;
        }

        Add(entry, text is null ? "is missing." : $"'{text}' is not known.", $"Use one of {string.Join(", ", known.Keys)}.");
        return known.Values.First();
    }
}
