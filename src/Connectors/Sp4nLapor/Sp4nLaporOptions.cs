using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

internal sealed class Sp4nLaporOptions
{
    public const string Section = "Channels:Sp4nLapor";

    [Required(ErrorMessage = "Channels:Sp4nLapor:Mode is missing; set it to Api or Files.")]
    public Sp4nLaporMode? Mode { get; set; }

    /// <summary>The ministry's number as a LAPOR! agency; the same in both modes, so that reports keep their identity when the mode changes.</summary>
    [Required(ErrorMessage = "Channels:Sp4nLapor:AgencyId is missing; set it to the agency number that LAPOR! shows.")]
    [RegularExpression("^[A-Za-z0-9_.-]{1,40}$", ErrorMessage = "Channels:Sp4nLapor:AgencyId may hold letters, digits, '_', '.' and '-' only, at most 40.")]
    public string? AgencyId { get; set; }

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(1);

    public Uri? BaseAddress { get; set; }

    public string? ApiKey { get; set; }

    [RegularExpression("^[A-Za-z0-9-]{1,64}$", ErrorMessage = "Channels:Sp4nLapor:ApiKeyHeader must be the name of an HTTP header.")]
    public string ApiKeyHeader { get; set; } = "X-Api-Key";

    public Uri? TokenAddress { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    [Range(1, 500)]
    public int PageSize { get; set; } = 100;

    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public string? DropFolder { get; set; }

    public string? DoneFolder { get; set; }

    public string? RecapFolder { get; set; }

    public string DoneFolderOrDefault => DoneFolder ?? Path.Combine(DropFolder!, "done");
}

/// <summary>How the hub and LAPOR! meet: through its interface, or through exports and a recap for staff (CHANNELS 6).</summary>
internal enum Sp4nLaporMode
{
    Api,
    Files,
}

[OptionsValidator]
internal sealed partial class Sp4nLaporOptionsValidator : IValidateOptions<Sp4nLaporOptions>;

/// <summary>What the chosen mode needs, all of it at once.</summary>
internal sealed class Sp4nLaporModeValidator : IValidateOptions<Sp4nLaporOptions>
{
    public ValidateOptionsResult Validate(string? name, Sp4nLaporOptions options)
    {
        var faults = options.Mode switch
        {
            Sp4nLaporMode.Api => [.. Api(options), .. Credential(options)],
            Sp4nLaporMode.Files => Files(options),
            null => new List<string>(),
            _ => [$"{Sp4nLaporOptions.Section}:Mode is unknown; set it to Api or Files."],
        };

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static List<string> Api(Sp4nLaporOptions options) =>
        options.BaseAddress is null
            ? [Missing("BaseAddress", "the address of the LAPOR! interface")]
            : Unsafe("BaseAddress", options.BaseAddress);

    private static List<string> Credential(Sp4nLaporOptions options)
    {
        var keyed = !string.IsNullOrWhiteSpace(options.ApiKey);
        var client = new[] { options.TokenAddress?.OriginalString, options.ClientId, options.ClientSecret };
        if (keyed && client.Any(setting => !string.IsNullOrWhiteSpace(setting)))
        {
            return [$"{Sp4nLaporOptions.Section} has both ApiKey and TokenAddress, ClientId or ClientSecret; keep one kind of credential."];
        }

        if (keyed)
        {
            return options.ApiKey!.Length < 16 ? [$"{Sp4nLaporOptions.Section}:ApiKey is shorter than 16 characters; copy the whole key."] : [];
        }

        if (client.All(string.IsNullOrWhiteSpace))
        {
            return [Missing("ApiKey", "the key that LAPOR! issued, or set TokenAddress, ClientId and ClientSecret")];
        }

        List<string> faults = [.. options.TokenAddress is null ? [Missing("TokenAddress", "the address that gives out tokens")] : Unsafe("TokenAddress", options.TokenAddress)];
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            faults.Add(Missing("ClientId", "the client id that LAPOR! issued"));
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            faults.Add(Missing("ClientSecret", "the client secret that LAPOR! issued"));
        }

        return faults;
    }

    private static List<string> Files(Sp4nLaporOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.DropFolder))
        {
            faults.Add(Missing("DropFolder", "the folder where staff put the Excel exports"));
        }

        if (string.IsNullOrWhiteSpace(options.RecapFolder))
        {
            faults.Add(Missing("RecapFolder", "the folder where staff find the recap to type into LAPOR!"));
        }

        if (options is { DropFolder: { } drop, DoneFolder: { } done } && Path.GetFullPath(drop) == Path.GetFullPath(done))
        {
            faults.Add($"{Sp4nLaporOptions.Section}:DoneFolder is the same folder as DropFolder; an export would be taken for ever.");
        }

        return faults;
    }

    /// <summary>A credential does not travel in the clear, except to a simulator on this machine.</summary>
    private static List<string> Unsafe(string setting, Uri address) => address switch
    {
        { IsAbsoluteUri: false } => [$"{Sp4nLaporOptions.Section}:{setting} is not a whole address; write it with https://."],
        { Scheme: "https" } or { Scheme: "http", IsLoopback: true } => [],
        _ => [$"{Sp4nLaporOptions.Section}:{setting} must begin with https://, because a credential is sent to it."],
    };

    private static string Missing(string setting, string what) => $"{Sp4nLaporOptions.Section}:{setting} is missing; set it to {what}.";
}
