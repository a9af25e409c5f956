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

/// <summary>The embedded shape is one process: its bus lives in memory.</summary>
internal sealed class HubOptionsValidator : IValidateOptions<HubOptions>
{
    public ValidateOptionsResult Validate(string? name, HubOptions options) =>
        options.Shape is HubShape.Embedded && options.Roles.Distinct().Count() == 1
            ? ValidateOptionsResult.Fail("Hub:Roles names one role, but the embedded shape is one process with both; remove Hub:Roles or set Hub:Shape to production.")
            : ValidateOptionsResult.Success;
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
