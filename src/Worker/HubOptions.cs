using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Worker;

/// <summary>Which shape runs here, and which part of the work.</summary>
internal sealed class HubOptions
{
    public const string Section = "Hub";

    /// <summary>Embedded: one file, no server. Production: PostgreSQL and RabbitMQ.</summary>
    public HubShape Shape { get; set; } = HubShape.Embedded;

    /// <summary>Connectors, Router or both; empty means both.</summary>
    public IList<HubRole> Roles { get; } = [];

    /// <summary>From the first word of a stop on the process has so long; then it ends hard. Below the supervisor's own limit.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The part of it that consumers have (25 of 45 seconds, RELIABILITY D5).</summary>
    public TimeSpan ConsumersStopWithin => StopWithin * 5 / 9;

    /// <summary>What has to be known before anything is registered; a value that cannot be read is named later with all other faults.</summary>
    public static HubOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<HubOptions>() ?? new HubOptions();
        }
        catch (InvalidOperationException)
        {
            return new HubOptions();
        }
    }

    public bool Has(HubRole role) => Roles.Count == 0 || Roles.Contains(role);
}

internal enum HubShape
{
    Embedded,
    Production,
}

internal enum HubRole
{
    Connectors,
    Router,
}

/// <summary>The embedded shape is one process, since its bus lives in memory; and a stop has an end.</summary>
internal sealed class HubOptionsValidator : IValidateOptions<HubOptions>
{
    public ValidateOptionsResult Validate(string? name, HubOptions options)
    {
        var faults = new List<string>();
        if (options.Shape is HubShape.Embedded && options.Roles.Distinct().Count() == 1)
        {
            faults.Add("Hub:Roles names one role, but the embedded shape is one process with both; remove Hub:Roles or set Hub:Shape to production.");
        }

        if (options.StopWithin < TimeSpan.FromSeconds(2) || options.StopWithin > TimeSpan.FromMinutes(5))
        {
            faults.Add("Hub:StopWithin must be from two seconds (00:00:02) to five minutes (00:05:00).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>Where the hub listens.</summary>
internal sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>Put a reverse proxy with TLS in front of it.</summary>
    [Required]
    public Uri Address { get; set; } = new("http://127.0.0.1:8158");
}

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;

/// <summary>Who may use the operations API.</summary>
internal sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>Bearer key of operations staff and their tools.</summary>
    [Required(ErrorMessage = "Operations:Key is missing; make one with: openssl rand -base64 32")]
    [MinLength(32, ErrorMessage = "Operations:Key is shorter than 32 characters; make one with: openssl rand -base64 32")]
    public string Key { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class OperationsOptionsValidator : IValidateOptions<OperationsOptions>;
