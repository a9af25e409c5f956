using System.Collections.Frozen;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Meta's error codes and what they mean for one attempt (CHANNELS 1.12). The code decides, never the HTTP status or the title.
/// </summary>
internal static class WhatsAppErrorTable
{
    /// <summary>Outside the 24-hour window: only a template may be sent.</summary>
    public const int OutsideWindow = 131047;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pair = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hours = TimeSpan.FromHours(6);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static readonly FrozenDictionary<int, Func<SyncResult>> Verdicts = new (Func<int, SyncResult> Verdict, int[] Codes)[]
    {
        (code => Later(code, "Meta failed for a moment.", Soon), [1, 2, 131000, 131016, 131057, 133004, 613, 131036]),
        (code => Stop(code, "Meta's rate limit is reached.", Soon), [130429]),
        (code => Stop(code, "Meta's limit for the app is reached.", Minutes), [4, 80007]),
        (code => Later(code, "Too many messages to this citizen in a short time.", Pair), [131056]),
        (code => Later(code, "Meta does not pass this on to the citizen today.", Day), [131049, 130472]),
        (code => Later(code, "The template is paused by Meta; look at its quality in WhatsApp Manager.", Hours), [132015]),
        (code => Never(code, "Outside the 24-hour window, and the template was refused as well."), [OutsideWindow]),
        (code => Never(code, "Meta refuses the message as it stands."), [131051, 131052, 131053, 131008, 131009, 100, 132005, 132012, 132018, 135000]),
        (code => Never(code, "The template is missing in this language or takes other parameters; compare Channels:WhatsApp:Templates with WhatsApp Manager."), [132000, 132001]),
        (code => Never(code, "The template is refused or disabled; approve it again in WhatsApp Manager."), [132007, 132016, 132068, 132069]),
        (code => Never(code, "The citizen cannot be reached on WhatsApp; use another way."), [131026, 131021, 131030, 131050, 131062]),
        (code => Stop(code, "Meta has blocked the channel or refuses our credential; look at WhatsApp Manager and AccessToken.", Minutes), [0, 190, 10, 3, 368, 131031, 131042, 131048, 130497, 131005, 131037, 131045, 133010, .. Enumerable.Range(200, 100)]),
    }
        .SelectMany(row => row.Codes, (row, code) => KeyValuePair.Create(code, () => row.Verdict(code)))
        .ToFrozenDictionary();

    /// <returns>Null for a code that is not in the table.</returns>
    public static SyncResult? Judge(int code, TimeSpan? retryAfter) => Verdicts.TryGetValue(code, out var verdict)
        ? verdict() switch
        {
            SyncResult.Unavailable unavailable when retryAfter is { } asked => unavailable with { RetryAfter = asked },
            var other => other,
        }
        : null;

    private static SyncResult.Unavailable Later(int code, string reason, TimeSpan wait) => new($"{reason} ({code})", wait);

    private static SyncResult.Unavailable Stop(int code, string reason, TimeSpan wait) => new($"{reason} ({code})", wait, WholeChannel: true);

    private static SyncResult.Rejected Never(int code, string reason) => new($"wa_{code}", reason);
}
