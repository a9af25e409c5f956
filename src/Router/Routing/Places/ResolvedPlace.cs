namespace Hub.Router.Routing.Places;

/// <summary>Where it happened, as far as it can be told without guessing.</summary>
/// <param name="Doubt">Places the words, the code or the coordinates may mean when they do not decide.</param>
/// <param name="From">The field or the words that gave it.</param>
internal sealed record ResolvedPlace(Region? Province, Region? Regency, IReadOnlyList<Region> Doubt, string From)
{
    public static readonly ResolvedPlace Nowhere = new(null, null, [], "");

    public District? District { get; init; }

    /// <summary>What was said of the place and not used, and why: swapped coordinates, a code nobody knows.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    public bool IsKnown => Province is not null || Doubt.Count > 0;

    public ResolvedPlace Without(string why) => this with { Unused = [.. Unused, why] };

    public override string ToString()
    {
        var named = Regency is not null ? Regency.FullName : string.Join(" atau ", Doubt.Select(region => region.FullName));
        return string.Join(", ", new[] { District is null ? "" : $"Kecamatan {District.Name}", named, Province?.Name ?? "" }.Where(part => part.Length > 0));
    }
}
