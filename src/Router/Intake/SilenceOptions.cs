using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>When a channel that can be reached but brings nothing is an alarm.</summary>
internal sealed class SilenceOptions
{
    public const string Section = "Silence";

    public bool Enabled { get; set; } = true;

    /// <summary>
    /// As many arrivals as the silence should have brought. By chance alone none of eight comes once in three thousand times.
    /// </summary>
    [Range(3.0, 1000.0)]
    public double Expected { get; set; } = 8;

    /// <summary>Channels that never raise the alarm, by name: sp4n, cc158, whatsapp.</summary>
    public IList<string> Except { get; } = [];
}

[OptionsValidator]
internal sealed partial class SilenceOptionsValidator : IValidateOptions<SilenceOptions>;
