namespace Hub.Router.Routing.Learning;

/// <summary>Authorities as labelled files name them, in the order of <see cref="Authority"/>.</summary>
internal static class AuthorityNames
{
    public static IReadOnlyList<string> All { get; } = ["unknown", "local", "national"];

    public static string Of(Authority authority) => All[(int)authority];
}
