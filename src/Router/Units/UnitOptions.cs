using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>How units get their reports; every unit can also ask at the unit API.</summary>
internal sealed class UnitOptions
{
    public const string Section = "Units";

    /// <summary>For units without an entry of their own: Pull or Queue.</summary>
    public UnitVia Default { get; set; } = UnitVia.Pull;

    /// <summary>By unit code.</summary>
    public Dictionary<string, UnitDeliveryOptions> Deliveries { get; } = [];

    /// <summary>An event in a unit's queue of which the unit says nothing for so long is sent again under the same id, each time after twice as long.</summary>
    public TimeSpan ResendSilentAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A webhook that took no call for so long is switched off; its events wait and an operator is told.</summary>
    public TimeSpan DisableWebhookAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>Open reports of a unit that ended go to its successor by themselves; otherwise only with <c>hub units succession --apply</c>.</summary>
    public bool MoveToSuccessors { get; set; } = true;

    public UnitVia ViaOf(string unit) => Deliveries.TryGetValue(unit, out var delivery) ? delivery.Via : Default;
}

/// <summary>One unit's way.</summary>
internal sealed class UnitDeliveryOptions
{
    public UnitVia Via { get; set; } = UnitVia.Pull;

    /// <summary>Address of the unit's webhook.</summary>
    public Uri? Address { get; set; }

    /// <summary>Standard Webhooks signing secret, whsec_…; the one in use.</summary>
    public string? Secret { get; set; }

    /// <summary>The one before it, still signed with during a rotation.</summary>
    public string? PreviousSecret { get; set; }
}

internal enum UnitVia
{
    /// <summary>The unit asks at the unit API.</summary>
    Pull,

    /// <summary>unit.CODE.inbox on the broker.</summary>
    Queue,

    /// <summary>Signed webhook.</summary>
    Webhook,
}

/// <summary>Each unit must exist and each way must be complete.</summary>
internal sealed class UnitOptionsValidator(UnitDirectory directory) : IValidateOptions<UnitOptions>
{
    private const string SecretPrefix = "whsec_";

    public ValidateOptionsResult Validate(string? name, UnitOptions options)
    {
        var faults = options.Deliveries.SelectMany(delivery => Faults(delivery.Key, delivery.Value)).ToList();
        if (options.Default is UnitVia.Webhook)
        {
            faults.Add("Units:Default cannot be Webhook, since each webhook has its own address; say Pull or Queue.");
        }

        if (options.ResendSilentAfter < TimeSpan.FromMinutes(1) || options.ResendSilentAfter > TimeSpan.FromDays(30))
        {
            faults.Add("Units:ResendSilentAfter must be from one minute (00:01:00) to thirty days (30.00:00:00).");
        }

        if (options.DisableWebhookAfter < TimeSpan.FromMinutes(1) || options.DisableWebhookAfter > TimeSpan.FromDays(60))
        {
            faults.Add("Units:DisableWebhookAfter must be from one minute (00:01:00) to sixty days (60.00:00:00).");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(string code, UnitDeliveryOptions delivery)
    {
        if (!directory.Exists(code))
        {
            yield return $"Units:Deliveries:{code} names a unit that is not in the directory; correct the code.";
        }

        if (delivery.Via is not UnitVia.Webhook)
        {
            yield break;
        }

        if (delivery.Address is null || !delivery.Address.IsAbsoluteUri || delivery.Address.Scheme is not ("https" or "http"))
        {
            yield return $"Units:Deliveries:{code}:Address must be the http(s) address of the unit's webhook.";
        }

        if (!IsUsable(delivery.Secret))
        {
            yield return $"Units:Deliveries:{code}:Secret must be a Standard Webhooks secret (whsec_ and the base64 of 24 to 64 bytes).";
        }

        if (delivery.PreviousSecret is { } previous && !IsUsable(previous))
        {
            yield return $"Units:Deliveries:{code}:PreviousSecret must be a Standard Webhooks secret as Secret is; leave it out when the rotation is over.";
        }
    }

    private static bool IsUsable(string? secret) => secret?.StartsWith(SecretPrefix, StringComparison.Ordinal) is true
        && Convert.TryFromBase64String(secret[SecretPrefix.Length..], new byte[secret.Length], out var length) && length is >= 24 and <= 64;
}
