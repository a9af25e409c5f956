using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>One entry of a report's log: the reporter's words are a follow-up, an end set by an admin or the system is a status.</summary>
internal static class Sp4nLaporFollowUpReading
{
    public static void Read(string? report, JsonElement entry, string path, Sp4nLaporFindings findings)
    {
        var at = path.Length > 0 ? $"{path}.{Sp4nLaporEnvelope.FollowUp}" : Sp4nLaporEnvelope.FollowUp;
        if (Sp4nLaporFields.TrackingId(report) is not { } trackingId)
        {
            findings.Unreadable(path, "bad_field", "The follow-up names no report of 7 to 10 digits.");
            return;
        }

        if (entry.Words("id") is not { } id || Sp4nLaporTime.Read(entry, "at") is not { } time)
        {
            findings.Unreadable(at, "bad_field", "The follow-up has no id or no time that can be read.");
            return;
        }

        if (time.Naive)
        {
            findings.Unreadable($"{at}.at", "naive_time", "The time has no offset and was read as WIB; the follow-up is kept.");
        }

        Role(new Entry(entry, at, trackingId, $"{trackingId}:f:{id}", time.At), id, findings);
    }

    private static void Role(Entry entry, string id, Sp4nLaporFindings findings)
    {
        switch (entry.Body.Words("role")?.ToLowerInvariant())
        {
            case "reporter":
                Reply(entry, findings);
                break;
            case "admin" or "system":
                Ending(entry, findings);
                break;
            case "agency":
                Receipt(entry, id, findings);
                break;
            default:
                findings.Unreadable($"{entry.Path}.role", "unknown_word", "The role is none of reporter, agency, admin and system; nobody can say whose words these are.");
                break;
        }
    }

    private static void Reply(Entry entry, Sp4nLaporFindings findings)
    {
        var text = Sp4nLaporWords.Prose(entry.Body.Words("note"));
        var attachments = Sp4nLaporReportReading.Attachments(entry.Body);
        if (text is null && attachments.Count == 0)
        {
            findings.Unreadable($"{entry.Path}.note", "no_content", "The reporter's follow-up has neither words nor an attachment.");
            return;
        }

        findings.Add(new InboundFollowUp(entry.Path, entry.ExternalId, entry.At, entry.Report) { Text = text ?? "", Attachments = attachments });
    }

    /// <summary>The log may come without a status code (DOMAIN 1.4); then a note that is a status word counts as one, and any other note is talk.</summary>
    private static void Ending(Entry entry, Sp4nLaporFindings findings)
    {
        var stated = Sp4nLaporWords.OneLine(entry.Body.Words("status"));
        var word = stated ?? Sp4nLaporWords.OneLine(entry.Body.Words("note"));
        var state = stated is not null
            ? Sp4nLaporFields.State(stated, $"{entry.Path}.status", findings)
            : word is null ? null : Sp4nLaporStatusMap.Read(word)?.State;

        if (word is not null && state is not null)
        {
            findings.Add(new InboundStatus(entry.Path, entry.ExternalId, entry.At) { Word = word, ReportExternalId = entry.Report, State = state });
        }
    }

    /// <summary>An agency's entry is ours when it carries our operation; what staff typed in LAPOR! themselves is not news to the hub.</summary>
    private static void Receipt(Entry entry, string id, Sp4nLaporFindings findings)
    {
        if (Sp4nLaporOperationId.Read(entry.Body.Words("operation_id")) is { } operation)
        {
            findings.Add(new InboundStatus(entry.Path, entry.ExternalId, entry.At)
            {
                Word = "tindak lanjut",
                OperationId = operation,
                ExternalReference = $"followup:{id}",
                Receipt = Contracts.Channels.Receipt.Delivered,
            });
        }
    }

    private sealed record Entry(JsonElement Body, string Path, string Report, string ExternalId, DateTimeOffset At);
}
