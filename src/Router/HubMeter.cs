using System.Diagnostics.Metrics;

namespace Hub.Router;

/// <summary>What the hub counts of its own work. Labels are channels, queues and fixed words; never a report, a unit's words or a person (P9).</summary>
public sealed class HubMeter : IDisposable
{
    public const string Name = "Hub";

    private readonly Meter meter;
    private readonly Counter<long> bodies;
    private readonly Counter<long> items;
    private readonly Counter<long> decisions;
    private readonly Counter<long> statuses;
    private readonly Counter<long> messages;
    private readonly Counter<long> deadlines;
    private readonly Counter<long> ruleFailures;
    private readonly Counter<long> ruleSets;
    private readonly Counter<long> shadow;

    public HubMeter()
    {
        // The scope tells one hub's figures from another's in the same process.
        meter = new Meter(new MeterOptions(Name) { Scope = this });
        bodies = meter.CreateCounter<long>("hub_bodies", "{body}", "Raw bodies that channels gave: stored, twin (known already) or refused (to be sent again).");
        items = meter.CreateCounter<long>("hub_item_twins", "{item}", "Items of new bodies that were known already.");
        decisions = meter.CreateCounter<long>("hub_decisions", "{report}", "Decisions of the router, by outcome.");
        statuses = meter.CreateCounter<long>("hub_status_attempts", "{attempt}", "Attempts to tell a channel a status, by outcome; blind_repeat is a status sent again although nobody could tell whether it had arrived.");
        messages = meter.CreateCounter<long>("hub_messages", "{message}", "Messages of the outbox: sent or failed.");
        deadlines = meter.CreateCounter<long>("hub_deadline_acts", "{act}", "Reminders, breaches, escalations and automatic closings, by clock and step.");
        ruleFailures = meter.CreateCounter<long>("hub_rule_failures", "{report}", "Reports that the rules failed on and that went to triage for it.");
        ruleSets = meter.CreateCounter<long>("hub_rule_sets", "{set}", "Changed sets of rule files that were found while running: taken or refused.");
        shadow = meter.CreateCounter<long>("hub_routing_shadow", "{report}", "What the shadow rules think of a decision: agree, differs or failed; unwritten where the row was lost.");
    }

    public void Bodies(string channel, string outcome, int count)
    {
        if (count > 0)
        {
            bodies.Add(count, new("channel", channel), new("outcome", outcome));
        }
    }

    public void ItemTwin(string channel) => items.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public void Decision(string outcome, int count) => decisions.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void StatusAttempt(string channel, string outcome) => statuses.Add(1, new("channel", channel), new("outcome", outcome));

    public void Messages(string outcome, int count)
    {
        if (count > 0)
        {
            messages.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public void DeadlineActs(string clock, string step, int count) => deadlines.Add(count, new("clock", clock), new("step", step));

    public void RuleFailure() => ruleFailures.Add(1);

    /// <param name="outcome">taken or refused.</param>
    public void RuleSet(string outcome) => ruleSets.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Shadow(string kind, int count)
    {
        if (count > 0)
        {
            shadow.Add(count, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    public void Dispose() => meter.Dispose();
}
