using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.WhatsApp;

internal sealed class WhatsAppOptions
{
    public const string Section = "Channels:WhatsApp";

    [Required, MinLength(1, ErrorMessage = "Channels:WhatsApp:Numbers is empty: name at least one PhoneNumberId.")]
    [ValidateEnumeratedItems]
    public IList<WhatsAppNumber> Numbers { get; set; } = [];

    [Required]
    public Uri GraphAddress { get; set; } = new("https://graph.facebook.com");

    [Required, RegularExpression(@"v\d{1,3}\.\d{1,2}", ErrorMessage = "Channels:WhatsApp:GraphVersion has the form v25.0.")]
    public string GraphVersion { get; set; } = "v25.0";

    [Required(ErrorMessage = "Channels:WhatsApp:AccessToken is missing: give the system user's token.")]
    public string AccessToken { get; set; } = null!;

    /// <summary>Newest first; two during a rotation.</summary>
    [Required, MinLength(1, ErrorMessage = "Channels:WhatsApp:AppSecrets is empty: give the app secret of the Meta app.")]
    public IList<string> AppSecrets { get; set; } = [];

    [Required, MinLength(16, ErrorMessage = "Channels:WhatsApp:VerifyToken must have at least 16 characters.")]
    public string VerifyToken { get; set; } = null!;

    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MediaTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Host names, or suffixes of host names, that media may come from and the token may go to. Empty: Meta's own.</summary>
    public IList<string> MediaHosts { get; set; } = [];

    /// <summary>For simulators only: plain http, any port and private addresses.</summary>
    public bool MediaHttpAllowed { get; set; }

    [Required, ValidateObjectMembers]
    public WhatsAppTemplates Templates { get; set; } = new();
}

internal sealed class WhatsAppNumber
{
    /// <summary>Meta's id of the number (not the number itself).</summary>
    [Required, RegularExpression(@"\d{1,32}", ErrorMessage = "Channels:WhatsApp:Numbers:PhoneNumberId holds digits only: it is Meta's id of the number.")]
    public string PhoneNumberId { get; set; } = null!;

    /// <summary>The WhatsApp business account (WABA) the number belongs to; checked when given.</summary>
    [RegularExpression(@"\d{1,32}", ErrorMessage = "Channels:WhatsApp:Numbers:BusinessAccountId holds digits only.")]
    public string? BusinessAccountId { get; set; }
}

/// <summary>Names of the approved utility templates; each takes nomor, status and keterangan.</summary>
internal sealed class WhatsAppTemplates
{
    private const string Name = "[a-z0-9_]{1,512}";

    [Required, RegularExpression("[a-z]{2,3}(_[A-Z]{2})?", ErrorMessage = "Channels:WhatsApp:Templates:Language has the form id or en_US.")]
    public string Language { get; set; } = "id";

    [Required, RegularExpression(Name)]
    public string Received { get; set; } = "laporan_diterima";

    [Required, RegularExpression(Name)]
    public string Forwarded { get; set; } = "laporan_diteruskan";

    [Required, RegularExpression(Name)]
    public string InProgress { get; set; } = "laporan_ditindaklanjuti";

    [Required, RegularExpression(Name)]
    public string Done { get; set; } = "laporan_selesai";

    [Required, RegularExpression(Name)]
    public string NeedsAnswer { get; set; } = "laporan_butuh_keterangan";
}

[OptionsValidator]
internal sealed partial class WhatsAppOptionsValidator : IValidateOptions<WhatsAppOptions>;

/// <summary>Rules between fields and inside lists.</summary>
internal sealed class WhatsAppOptionsRules : IValidateOptions<WhatsAppOptions>
{
    public ValidateOptionsResult Validate(string? name, WhatsAppOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(WhatsAppOptions options)
    {
        if (options.AppSecrets.Any(string.IsNullOrWhiteSpace))
        {
            yield return "Channels:WhatsApp:AppSecrets has an empty entry: remove it or fill it in.";
        }

        if (options.Numbers.DistinctBy(number => number.PhoneNumberId).Count() != options.Numbers.Count)
        {
            yield return "Channels:WhatsApp:Numbers names one PhoneNumberId twice: remove one of the two.";
        }

        if (options.GraphAddress is { IsAbsoluteUri: false })
        {
            yield return "Channels:WhatsApp:GraphAddress must be a full address such as https://graph.facebook.com.";
        }
        else if (options.GraphAddress is { } address && address.Scheme != Uri.UriSchemeHttps && !options.MediaHttpAllowed)
        {
            yield return "Channels:WhatsApp:GraphAddress must be https; only with a simulator may MediaHttpAllowed be true.";
        }

        if (options.MediaHosts.Any(host => Uri.CheckHostName(host.TrimStart('.')) is not UriHostNameType.Dns))
        {
            yield return "Channels:WhatsApp:MediaHosts holds host names only, such as lookaside.fbsbx.com or fbcdn.net.";
        }
    }
}
