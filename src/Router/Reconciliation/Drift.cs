using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Reconciliation;

/// <summary>What the hub holds of one report, as far as a comparison needs it.</summary>
internal sealed record HeldReport(Guid Id, string Number, string ExternalId, ReportState State, string? ContentVersion, string? ChannelWord, DateTimeOffset ReceivedAt);

/// <summary>From where a comparison looks.</summary>
/// <param name="LateBefore">What came or changed after this may still be on its way.</param>
/// <param name="To">End of the window.</param>
/// <param name="PolledAt">When a page of the poll was last stored; null when there never was one.</param>
internal sealed record DriftView(DateTimeOffset LateBefore, DateTimeOffset To, DateTimeOffset? PolledAt);

/// <summary>One disagreement, before it is written down.</summary>
/// <param name="IsSafe">Fetching the report again through the normal intake can only bring the hub nearer to the channel.</param>
internal sealed record FindingDraft(string Subject, FindingClass Class, string ExternalId, string? Number, string Detail, string WhatToDo, bool IsSafe)
{
    /// <summary>The hub did what is safe in this run.</summary>
    public bool IsRepaired { get; init; }
}

/// <summary>What a comparison says. The three cases are the whole list.</summary>
internal abstract record Drift
{
    /// <summary>How long after a change a page of the poll must hold it, clocks and the channel's own delay included.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(5);

    private Drift()
    {
    }

    public sealed record None : Drift;

    /// <summary>Too young, or unreadable: nothing can be said, so nothing is settled either.</summary>
    public sealed record CannotTell : Drift;

    public sealed record Found(FindingDraft Draft) : Drift;

    /// <summary>Holds one report of the channel against what the hub has of it. Pure; the channel is never assumed wrong and never written to.</summary>
    public static Drift Judge(AuditEntry entry, HeldReport? held, DriftView view) => (entry, held) switch
    {
        ({ IsGone: true }, null) => new None(),
        (_, null) => Missing(entry, view),
        ({ IsGone: true }, { } report) => ReportTransitions.IsEnd(report.State)
            ? new None()
            : Behind(entry, report, view, "The channel deleted or merged it, and the hub still works on it."),
        (_, { } report) => Compare(entry, report, view),
    };

    /// <summary>The channel was asked for it and does not show it to us.</summary>
    public static Drift NotShown(HeldReport held) => ReportTransitions.IsEnd(held.State)
        ? new None()
        : new Found(new FindingDraft(
            held.ExternalId, FindingClass.MissingThere, held.ExternalId, held.Number,
            $"The hub has it as {held.State}; the channel does not show it to us.",
            "Ask the channel whether it was deleted, withdrawn or given to another agency, then end or hand over the report; the hub leaves it alone. If it may stay so: hub reconcile accept.",
            IsSafe: false));

    private static Drift Missing(AuditEntry entry, DriftView view)
    {
        var came = entry.CameAt ?? entry.ChangedAt;
        return came >= view.LateBefore || came >= view.To
            ? new CannotTell()
            : new Found(new FindingDraft(
                entry.ExternalId, FindingClass.MissingHere, entry.ExternalId, null,
                $"The channel has it{Since(came)} as \"{entry.Word}\"; the hub does not.",
                "Repair fetches it again through the normal intake: hub reconcile --repair.", IsSafe: true));
    }

    private static Drift Compare(AuditEntry entry, HeldReport held, DriftView view) => Order(entry.ContentVersion, held.ContentVersion) switch
    {
        null => new CannotTell(),
        > 0 => Behind(entry, held, view, "The channel has a newer version of it."),
        < 0 => ForPerson(
            entry, held, $"The channel shows version {entry.ContentVersion}, older than version {held.ContentVersion} that the hub holds.",
            "Ask the channel whether it was restored from a backup; the hub keeps the newer version."),
        _ => SameVersion(entry, held),
    };

    private static Drift SameVersion(AuditEntry entry, HeldReport held)
    {
        if (ReportTransitions.IsEnd(held.State))
        {
            return new None();
        }

        if (entry.State is { } state && ReportTransitions.IsEnd(state))
        {
            return ForPerson(
                entry, held, $"The channel ended it (\"{entry.Word}\"); the hub has it as {held.State}, in the same version.",
                "Look at its history with hub report show: the end was refused or came late. Close it with the unit, or have it reopened at the channel.");
        }

        return entry.Word is not null && held.ChannelWord is not null && entry.Word != held.ChannelWord
            ? ForPerson(
                entry, held, $"The channel's word changed from \"{held.ChannelWord}\" to \"{entry.Word}\" without a new version.",
                "Ask the channel who changed it and have it saved there once more; without a new version the hub cannot take it.")
            : new None();
    }

    /// <summary>The channel moved on and the hub did not: safe to fetch, unless the poll may still bring it.</summary>
    private static Drift Behind(AuditEntry entry, HeldReport held, DriftView view, string what)
    {
        if (entry.ChangedAt >= view.LateBefore)
        {
            return new CannotTell();
        }

        // A page was stored after the change and did not hold it: that is not lateness, the feed has hidden it.
        var isHidden = entry.ChangedAt is null || view.PolledAt > entry.ChangedAt + Settle;
        return new Found(new FindingDraft(
            entry.ExternalId, isHidden ? FindingClass.Differs : FindingClass.Late, entry.ExternalId, held.Number,
            isHidden ? what : $"{what} No poll has brought it{Since(entry.ChangedAt)}.",
            "Repair fetches it again through the normal intake: hub reconcile --repair.", IsSafe: true));
    }

    private static Found ForPerson(AuditEntry entry, HeldReport held, string detail, string whatToDo) =>
        new(new FindingDraft(entry.ExternalId, FindingClass.Differs, entry.ExternalId, held.Number, detail, whatToDo, IsSafe: false));

    /// <returns>Null when the channel's content could not be read. A hash has no order: another one is a change that we have not seen.</returns>
    private static int? Order(string? theirs, string? ours) => theirs is null ? null
        : long.TryParse(theirs, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ours, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? first.CompareTo(second)
            : theirs == ours ? 0 : 1;

    private static string Since(DateTimeOffset? at) =>
        at is { } known ? string.Create(CultureInfo.InvariantCulture, $" since {known.UtcDateTime:yyyy-MM-dd HH:mm}Z") : "";
}
