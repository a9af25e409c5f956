using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.UnitWebhook;

internal sealed class UnitWebhookOptions
{
    public const string Section = "UnitWebhook";

    /// <summary>One attempt, from name look-up to the head of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Hosts, as written in the units' addresses, that may lie in a private network and may speak plain http.</summary>
    public IReadOnlyList<string> AllowedPrivateHosts { get; set; } = [];

    public bool AllowsPrivate(string host) => AllowedPrivateHosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);
}

[OptionsValidator]
internal sealed partial class UnitWebhookOptionsValidator : IValidateOptions<UnitWebhookOptions>;

internal sealed class UnitWebhookHostsValidator : IValidateOptions<UnitWebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, UnitWebhookOptions options)
    {
        string[] faults =
        [
            .. from host in options.AllowedPrivateHosts
               where Uri.CheckHostName(host) is UriHostNameType.Unknown
               select $"{UnitWebhookOptions.Section}:AllowedPrivateHosts holds '{host}'; write one host name or address, without scheme, port, path or star.",
        ];
        return faults.Length is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
