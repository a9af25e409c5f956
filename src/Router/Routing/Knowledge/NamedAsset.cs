using System.Text.Json.Serialization;

namespace Hub.Router.Routing;

[JsonConverter(typeof(JsonStringEnumConverter<AssetKind>))]
public enum AssetKind
{
    Toll,
    Dam,
    NationalRoad,

    /// <summary>A river that a basin office looks after; it refines a decision on water and makes none.</summary>
    River,

    /// <summary>A balai named in the text.</summary>
    Office,
}

/// <summary>Something the ministry owns or looks after, by name.</summary>
/// <param name="Aliases">As people write it; each is matched as a whole.</param>
/// <param name="Topic">Id of the topic it speaks for.</param>
/// <param name="Unit">The office that has it, where that is known.</param>
/// <param name="Regency">Name of the only regency the name counts in, for street names that exist everywhere.</param>
public sealed record NamedAsset(string Name, AssetKind Kind, IReadOnlyList<string> Aliases, string Topic, string? Unit = null, string? Regency = null)
{
    /// <summary>Name of the province it lies in, where the list says so: it places a report that names no other place.</summary>
    public string? Province { get; init; }

    /// <summary>First day of reports in which the name means this.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last such day.</summary>
    public DateOnly? To { get; init; }

    public bool MeansOn(DateOnly day) => (From is not { } from || from <= day) && (To is not { } to || day <= to);
}

/// <summary>One LAPOR! category (DOMAIN 1.7). It is a hint: the citizen's words outweigh it.</summary>
/// <param name="Path">"TOP > SUB", compared without regard to case and kinds of space.</param>
/// <param name="Unit">Unit or EXT code it points to; empty when the text must decide.</param>
/// <param name="Question">What decides the authority.</param>
public sealed record CategoryRule(string Path, string? Unit, string? Question);
