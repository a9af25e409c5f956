using Hub.Faults.Check;
using Hub.Faults.Ledgers;

namespace Hub.Faults.Tests.Check;

/// <summary>A small world in which everything went well; each test breaks one thing in it.</summary>
internal static class Story
{
    public const string Assigned = "id.go.pu.hub.report.assigned.v1";

    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static Guid Operation(int number) => new(number, 1, 0, new byte[8]);

    /// <summary>Report 1 by WhatsApp with PU-BM, answered; report 2 by 158 in triage; report 3 by LAPOR! sent back by PU-SDA and now with PU-CK.</summary>
    public static DrillFacts Good { get; } = new()
    {
        Sent =
        [
            new SentReport(Noon, "whatsapp", "wa-1", "628550000100001", 1, "D-1"),
            new SentReport(Noon, "cc158", "158-2", "158-2", 2, "D-2") { Anonymous = true },
            new SentReport(Noon, "sp4n", "9170003", "9170003", 3, "D-3"),
            new SentReport(Noon, "whatsapp", "wa-4", "628550000190001", 90_001, "palsu") { Forged = true },
        ],
        Accepted = [new AcceptedReport(Noon, "whatsapp", "wa-1"), new AcceptedReport(Noon, "cc158", "158-2"), new AcceptedReport(Noon, "sp4n", "9170003")],
        Reports =
        [
            new StoredReport(Id(1), "whatsapp", "wa-1", "Answered", "PU-BM") { FirstDecision = "Assigned PU-BM" },
            new StoredReport(Id(2), "cc158", "158-2", "Triage", null) { FirstDecision = "Triage" },
            new StoredReport(Id(3), "sp4n", "9170003", "Assigned", "PU-CK") { FirstDecision = "Assigned PU-SDA" },
        ],
        Decisions =
        [
            new StoredDecision(Id(11), Id(1), "Assigned", "PU-BM"),
            new StoredDecision(Id(12), Id(2), "Triage", null),
            new StoredDecision(Id(13), Id(3), "Assigned", "PU-SDA"),
            new StoredDecision(Id(14), Id(3), "Assigned", "PU-CK"),
        ],
        Lines =
        [
            new StoredLine(Id(1), "received", "Received"), new StoredLine(Id(1), "state", "Assigned"), new StoredLine(Id(1), "synced", "Assigned"), new StoredLine(Id(1), "state", "Answered"),
            new StoredLine(Id(2), "received", "Received"), new StoredLine(Id(2), "state", "Triage"),
            new StoredLine(Id(3), "received", "Received"), new StoredLine(Id(3), "state", "Assigned"), new StoredLine(Id(3), "state", "ReturnedByUnit"), new StoredLine(Id(3), "state", "Assigned"),
        ],
        Statuses =
        [
            new StoredStatus(Operation(1), Id(1), "whatsapp", 1, "Received", "Delivered", 0),
            new StoredStatus(Operation(2), Id(1), "whatsapp", 2, "Assigned", "Delivered", 0),
            new StoredStatus(Operation(3), Id(1), "whatsapp", 3, "Answered", "Delivered", 0),
            new StoredStatus(Operation(4), Id(3), "sp4n", 2, "Assigned", "Delivered", 0),
        ],
        ChannelStatuses = [Told("whatsapp", 1), Told("sp4n", 4), Told("whatsapp", 2), Told("sp4n", 4) with { Effective = false }, Told("whatsapp", 3)],
        UnitReceipts = [Got("PU-BM", 1, "e-1"), Got("PU-BM", 1, "e-1"), Got("PU-SDA", 3, "e-2"), Got("PU-CK", 3, "e-3")],
        UnitReplies = [new UnitReply(Noon, "PU-BM", "api|k-1", Id(1), "answered", "pull")],
        Replies = [new StoredReply("PU-BM", "api|k-1", "Answered")],
    };

    public static ChannelStatus Told(string channel, int operation) => new(Noon, channel, "handle", Operation(operation), true);

    public static UnitReceipt Got(string unit, int report, string eventId) => new(Noon, unit, eventId, Assigned, Id(report), "queue") { NamedUnit = unit };
}
