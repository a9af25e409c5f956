namespace Hub.Mutants;

/// <summary>One deliberate break of a promise, as a change of one place in the sources.</summary>
/// <param name="Name">What a careless change might do, in a few words.</param>
/// <param name="Promise">The promise of the design that it breaks.</param>
/// <param name="File">The source file, below the root.</param>
/// <param name="Find">What stands there; exactly once in the file.</param>
/// <param name="Plant">What stands there instead.</param>
internal sealed record PlantedFault(string Name, string Promise, string File, string Find, string Plant)
{
    /// <summary>The test project that must catch it, and there the classes that are run.</summary>
    public required string Tests { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The project it is planted in: the folder below src.</summary>
    public string Project => File.Split('/')[1];
}
