using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>When channels and hub are compared, and how gently.</summary>
internal sealed class ReconciliationOptions
{
    public const string Section = "Reconciliation";

    /// <summary>Scheduled runs; <c>hub reconcile</c> works in any case.</summary>
    public bool Scheduled { get; set; } = true;

    /// <summary>Scheduled runs do what is safe by themselves; what is not safe is listed in any case.</summary>
    public bool Repair { get; set; } = true;

    /// <summary>When the nightly run over the whole window begins, as time of day in Jakarta.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59")]
    public TimeSpan NightlyAt { get; set; } = TimeSpan.FromHours(1.5);

    /// <summary>How far back the nightly run looks (CHANNELS 3.3: 35 days).</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(35);

    /// <summary>Pause between two light runs.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LightEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far back a light run looks, widened to whole days in Jakarta.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "35.00:00:00")]
    public TimeSpan LightWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A change at the channel younger than this is still on its way by the poll.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A delivered status must be seen at its channel after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")]
    public TimeSpan ProofAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Where a channel cannot be asked: a status without a receipt is counted after this time.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "14.00:00:00")]
    public TimeSpan ReceiptAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Pause before each call, so that the poll keeps its share of the channel's quota.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CallPause { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Calls for single reports and statuses in one run; what is left over is looked at by the next run.</summary>
    [Range(1, 100_000)]
    public int MostCalls { get; set; } = 500;
}

[OptionsValidator]
internal sealed partial class ReconciliationOptionsValidator : IValidateOptions<ReconciliationOptions>;

/// <summary>What the attributes cannot say: rules between the settings.</summary>
internal sealed class ReconciliationOptionsRules : IValidateOptions<ReconciliationOptions>
{
    public ValidateOptionsResult Validate(string? name, ReconciliationOptions options)
    {
        List<string> faults = [];
        if (options.LightWindow > options.Window)
        {
            faults.Add($"{ReconciliationOptions.Section}:LightWindow is longer than Window; make it shorter than {options.Window}.");
        }

        if (options.LateAfter >= options.LightWindow)
        {
            faults.Add($"{ReconciliationOptions.Section}:LateAfter is not shorter than LightWindow; a light run would find nothing. Make it shorter than {options.LightWindow}.");
        }

        return faults.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
