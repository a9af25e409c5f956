using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Accountability;

/// <summary>What the figures have to know of the channels.</summary>
internal sealed class FigureOptions
{
    public const string Section = "Figures";

    /// <summary>A channel's own words for "the system closed it because nobody replied" (DOMAIN 2.3); case does not matter.</summary>
    [Required]
    public string[] ClosedBySystem { get; set; } = [];

    public IReadOnlyList<string> Words => ClosedBySystem.Length > 0 ? ClosedBySystem : ["Ditutup oleh Sistem", "closed_by_system"];
}

[OptionsValidator]
internal sealed partial class FigureOptionsValidator : IValidateOptions<FigureOptions>;
