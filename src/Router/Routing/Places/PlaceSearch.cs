using Hub.Contracts.Reports;
using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing;

/// <summary>What the router finds of a place, and by what.</summary>
/// <param name="Code">Kemendagri code of the finest level that is sure; null when none is.</param>
/// <param name="Text">As a reason names it; empty when nothing was found.</param>
public sealed record FoundPlace(string? Code, string Text, string From)
{
    /// <summary>Code and name of each place it may be.</summary>
    public required IReadOnlyList<string> Doubt { get; init; }

    /// <summary>What was said and not used, and why.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>"KM 12+500".</summary>
    public string? Post { get; init; }

    /// <summary>Roads, dams, rivers and offices named, with the unit where it is known.</summary>
    public required IReadOnlyList<string> Named { get; init; }
}

/// <summary>Looks a place up as the router does, for people who want to see why.</summary>
public sealed class PlaceSearch(RoutingKnowledge knowledge)
{
    private readonly CaseReader reader = new(knowledge);

    /// <param name="day">Names of offices change their meaning with the day.</param>
    public FoundPlace Find(string? text, ReportPlace? place, DateTimeOffset day)
    {
        var found = reader.Read(new ReportFacts("", day, null, text ?? "", null, ReportClass.Unclassified, new Sensitivity(false, false), place));
        var where = found.Place;
        return new FoundPlace(where.District?.Code ?? where.Regency?.Code ?? where.Province?.Code, where.IsKnown ? where.ToString() : "", where.From)
        {
            Doubt = [.. where.Doubt.Select(region => $"{region.Code} {region.FullName}")],
            Unused = where.Unused,
            Post = found.Post,
            Named = [.. new[] { found.Asset, found.River }.OfType<FoundAsset>().Select(asset => $"{asset.Asset.Name}{(asset.Asset.Unit is { } unit ? $" ({unit})" : "")} <- {asset.Words}")],
        };
    }
}
