using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.ContactCenter158;

internal sealed class ContactCenter158Options
{
    public const string Section = "Channels:ContactCenter158";

    public const string Channel = "cc158";

    public const string WebhookRoute = "/webhooks/cc158";

    /// <summary>Where the ticket feed lives; "v1/…" is appended.</summary>
    [Required(ErrorMessage = Section + ":BaseAddress is missing; give the address of the ticket feed, such as https://cc158.example.go.id/api/.")]
    public Uri BaseAddress { get; set; } = null!;

    /// <summary>A fixed bearer token; the other way is <see cref="TokenAddress"/>, <see cref="ClientId"/> and <see cref="ClientSecret"/>.</summary>
    public string? AccessToken { get; set; }

    public Uri? TokenAddress { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>For a closed network or a trial on one machine; a credential never travels in clear text elsewhere (CHANNELS 3.5.7).</summary>
    public bool AllowPlainHttp { get; set; }

    [Required(ErrorMessage = Section + ":Account is empty; remove it for the default or name the desk.")]
    [StringLength(100, ErrorMessage = Section + ":Account is longer than 100 characters; choose a shorter name.")]
    public string Account { get; set; } = Channel;

    [Range(1, 500)]
    public int PageSize { get; set; } = 200;

    [Range(typeof(TimeSpan), "00:00:00.0100000", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two polls outside the service hours of 158.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "06:00:00")]
    public TimeSpan SlowPollInterval { get; set; } = TimeSpan.FromMinutes(5);

    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Newest first; two during a rotation. Without one the webhook answers 404 and polling alone brings the reports.</summary>
    public IReadOnlyList<string> WebhookSecrets { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class ContactCenter158OptionsValidator : IValidateOptions<ContactCenter158Options>;

/// <summary>What the attributes cannot say: rules between the settings.</summary>
internal sealed class ContactCenter158OptionsRules : IValidateOptions<ContactCenter158Options>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, ContactCenter158Options options)
    {
        List<string> faults = [.. Addresses(options), .. Credentials(options), .. Secrets(options)];
        return faults.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Addresses(ContactCenter158Options options)
    {
        (string Name, Uri? Address)[] addresses = [("BaseAddress", options.BaseAddress), ("TokenAddress", options.TokenAddress)];

        return from one in addresses
               where one.Address is not null && !IsUsable(one.Address, options.AllowPlainHttp)
               select $"{ContactCenter158Options.Section}:{one.Name} must be an absolute https address; set AllowPlainHttp to true to use http on a closed network.";
    }

    private static bool IsUsable(Uri address, bool plain) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (plain || address.IsLoopback)));

    private static IEnumerable<string> Credentials(ContactCenter158Options options)
    {
        bool[] parts = [options.TokenAddress is not null, !string.IsNullOrWhiteSpace(options.ClientId), !string.IsNullOrWhiteSpace(options.ClientSecret)];
        var token = !string.IsNullOrWhiteSpace(options.AccessToken);

        if (token && parts.Contains(true))
        {
            yield return $"{ContactCenter158Options.Section} has both AccessToken and OAuth2 settings; keep one of the two.";
        }
        else if (!token && parts.Contains(false))
        {
            yield return $"{ContactCenter158Options.Section} has no complete credential; give AccessToken, or TokenAddress, ClientId and ClientSecret together.";
        }
    }

    private static IEnumerable<string> Secrets(ContactCenter158Options options) =>
        options.WebhookSecrets.Index()
            .Where(secret => secret.Item is null || secret.Item.Trim().Length < ShortestSecret)
            .Select(secret => $"{ContactCenter158Options.Section}:WebhookSecrets:{secret.Index} is shorter than {ShortestSecret} characters; agree a longer secret with the operator of 158.");
}
