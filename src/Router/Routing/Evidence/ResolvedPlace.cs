namespace Hub.Router.Routing.Evidence;

/// <summary>Where it happened, as far as it can be told without guessing.</summary>
/// <param name="Doubt">Regencies or cities the words may mean when they do not decide.</param>
/// <param name="From">The field or the words that gave it.</param>
internal sealed record ResolvedPlace(Region? Province, Region? Regency, IReadOnlyList<Region> Doubt, string From)
{
    public static readonly ResolvedPlace Nowhere = new(null, null, [], "");

    public override string ToString() => Regency is not null
        ? $"{Regency.FullName}, {Province?.Name}"
        : string.Join(" atau ", Doubt.Select(region => region.FullName)) is { Length: > 0 } doubt ? $"{doubt}, {Province?.Name}" : Province?.Name ?? "";
}
