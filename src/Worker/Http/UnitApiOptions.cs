using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>What one key may ask of the unit API, in this process.</summary>
internal sealed class UnitApiOptions
{
    public const string Section = "UnitApi";

    /// <summary>Calls a second that a key may go on making.</summary>
    [Range(1, 100_000)]
    public int PerSecond { get; set; } = 100;

    /// <summary>Calls at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 500;

    /// <summary>Bytes of one file that a unit lays down.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int LargestFile { get; set; } = 10 * 1024 * 1024;

    /// <summary>Files that a unit may lay down with one report.</summary>
    [Range(1, 1000)]
    public int FilesPerReport { get; set; } = 20;

    /// <summary>Files that are taken at once, all units together: each lies in memory meanwhile.</summary>
    [Range(1, 100)]
    public int FilesAtOnce { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class UnitApiOptionsValidator : IValidateOptions<UnitApiOptions>;
