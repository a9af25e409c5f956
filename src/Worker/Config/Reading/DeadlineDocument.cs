using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Worker.Config.Reading;

/// <summary>deadlines.yaml turned into the book of the router.</summary>
internal static class DeadlineDocument
{
    /// <returns>Null when it cannot be read at all; with faults it is not to be used.</returns>
    public static DeadlineBook? Read(string folder, DeadlineNames names, List<KnowledgeFault> faults)
    {
        var found = new EntryFaults(DeadlineFiles.Limits, faults);
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            if (yaml.Deserialize<DeadlineFile?>(File.ReadAllText(Path.Combine(folder, DeadlineFiles.Limits))) is { } file)
            {
                return Of(file, names, found);
            }

            found.Add("line 1", "the file is empty.", "Write versions, bureau, inspectorate and offices.");
        }
        catch (YamlException broken)
        {
            found.Add($"line {broken.Start.Line}", $"cannot be read: {broken.InnerException?.Message ?? broken.Message}.", "Correct the line; keys and shapes are listed in README.md.");
        }

        return null;
    }

    private static DeadlineBook? Of(DeadlineFile file, DeadlineNames names, EntryFaults faults)
    {
        var versions = DeadlineVersions.Read(file.Versions ?? [], names.Channels, faults);
        var offices = OfficeEntries.Read(file, names.Units, faults);
        var bureau = Codes("bureau", file.Bureau, names, faults);
        var inspectorate = Codes("inspectorate", file.Inspectorate, names, faults);
        return versions.Count == 0 ? null : new DeadlineBook(versions, offices.Standard, offices.Others) { Bureau = bureau, Inspectorate = inspectorate };
    }

    private static List<string> Codes(string entry, List<string>? codes, DeadlineNames names, EntryFaults faults)
    {
        if (codes is not { Count: > 0 })
        {
            faults.Add(entry, "names no unit.", "List the unit's code, and those of its forerunners after it.");
        }

        foreach (var code in (codes ?? []).Where(code => !names.Units.Exists(code)))
        {
            faults.Add(entry, $"unit '{code}' is not in the directory.", "Use a code of units.csv.");
        }

        return codes ?? [];
    }
}
