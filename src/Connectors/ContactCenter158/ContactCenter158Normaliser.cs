using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.ContactCenter158;

/// <summary>
/// Tickets of 158 into reports (CHANNELS 3.5.1): one ticket as the poller stores it, and for files given by hand also a page of the
/// feed, an array of tickets, or the event list of a ticket.
/// </summary>
internal sealed class ContactCenter158Normaliser : IReportNormaliser
{
    public const int LongestNumber = 40;

    public string Channel => ContactCenter158Options.Channel;

    public NormalisedBody Normalise(RawItem raw)
    {
        var findings = new ContactCenter158Findings(raw.ReceivedAt);
        using var body = Utf8.IsValid(raw.Body.Span) ? JsonReading.TryParse(raw.Body) : null;
        if (body is null)
        {
            findings.Note("$", "not_json", "The body is not JSON; look at the raw bytes and ask 158 what sent them.");
        }
        else
        {
            ReadBody(body.RootElement, findings);
        }

        return findings.ToBody();
    }

    private static void ReadBody(JsonElement root, ContactCenter158Findings findings)
    {
        if (root.ValueKind is JsonValueKind.Array)
        {
            ReadEach(root.EnumerateArray(), "$", findings);
        }
        else if (IsList(root, "items") && !root.Has("ticket_no"))
        {
            ReadEach(root.Each("items"), "items", findings);
        }
        else if (IsList(root, "events") && !root.Has("status") && !root.Has("created_at") && !root.Has("description"))
        {
            ContactCenter158Replies.Read(root, "", findings);
        }
        else
        {
            ReadTicket(root, "$", findings);
        }
    }

    private static void ReadEach(IEnumerable<JsonElement> tickets, string path, ContactCenter158Findings findings)
    {
        foreach (var (index, ticket) in tickets.Index())
        {
            ReadTicket(ticket, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), findings);
        }
    }

    private static void ReadTicket(JsonElement ticket, string path, ContactCenter158Findings findings)
    {
        if (ticket.ValueKind is not JsonValueKind.Object)
        {
            findings.Note(path, "bad_field", "A ticket must be a JSON object; ask 158 what this is.");
        }
        else if (Number(ticket) is not { } number)
        {
            findings.Note($"{path}.ticket_no", "bad_field", $"The ticket has no number of 1 to {LongestNumber} characters; ask 158 for it, edit a copy and retry.");
        }
        else if (ticket.Flag("deleted") is true)
        {
            findings.Add(ToTombstone(ticket, number, path, findings));
        }
        else if (ticket.Text("description") is not { } description || string.IsNullOrWhiteSpace(description))
        {
            findings.Note($"{path}.description", "no_content", "The ticket has no description; ask 158 for the words of the caller, edit a copy and retry.");
        }
        else
        {
            findings.Add(ToReport(ticket, number, path, findings) with { Text = description });
            ContactCenter158Replies.Read(ticket, $"{path}.", findings);
        }
    }

    private static InboundReport ToReport(JsonElement ticket, string number, string path, ContactCenter158Findings findings)
    {
        var caller = ticket.Child("caller");
        var status = ticket.Words("status")?.Trim();

        return new InboundReport(path, number, findings.Time(ticket, "created_at", path))
        {
            Text = "",
            Title = ticket.Words("subject"),
            Reporter = ContactCenter158Caller.Identity(caller, path, findings),
            Sensitivity = new Sensitivity(ContactCenter158Caller.IsAnonymous(caller, path, findings), Secret: false),
            Class = Class(ticket, path, findings),
            Category = Category(ticket),
            Place = ContactCenter158Place.Read(ticket, path, findings),
            Attachments = Attachments(ticket, number, path, findings),
            ChannelState = State(ticket, status, path, findings),
            ChannelWord = ticket.Words("vendor_status") ?? status,
            ContentVersion = ticket.Words("version") ?? Hash(ticket),
        };
    }

    /// <summary>The ticket went away or goes on under another; its words went with it (CHANNELS 3.5.3, duty 4).</summary>
    private static InboundStatus ToTombstone(JsonElement ticket, string number, string path, ContactCenter158Findings findings) =>
        new(path, $"{number}:{ticket.Words("version") ?? Hash(ticket)}", findings.Time(ticket, "updated_at", path))
        {
            Word = ticket.Words("vendor_status") ?? ticket.Words("status") ?? "deleted",
            ReportExternalId = number,
            State = ticket.Words("merged_into") is null ? ReportState.Withdrawn : ReportState.Merged,
        };

    private static ReportState? State(JsonElement ticket, string? status, string path, ContactCenter158Findings findings)
    {
        if (ticket.Words("merged_into") is not null)
        {
            return ReportState.Merged;
        }

        if (status is not null && ContactCenter158StatusMap.ToHub.TryGetValue(status, out var state))
        {
            return state;
        }

        findings.Note(
            $"{path}.status",
            status is null ? "bad_field" : "unknown_word",
            "The status is not in the contract; the report is kept and its state left alone. Ask 158 what it means and add it to the table.");
        return null;
    }

    private static ReportClass Class(JsonElement ticket, string path, ContactCenter158Findings findings)
    {
        if (ticket.Words("report_type")?.Trim() is not { } word)
        {
            return ReportClass.Unclassified;
        }

        if (ContactCenter158StatusMap.Classes.TryGetValue(word, out var known))
        {
            return known;
        }

        findings.Note($"{path}.report_type", "unknown_word", "The report type is not in the contract; the report is kept without a class. Ask 158 what it means.");
        return ReportClass.Unclassified;
    }

    private static string? Category(JsonElement ticket)
    {
        string?[] names = [Name(ticket.Child("category")), Name(ticket.Child("subcategory"))];
        var path = string.Join(" > ", names.OfType<string>());
        return path.Length is 0 ? null : path;
    }

    private static string? Name(JsonElement? code) => code?.Words("name")?.Trim() ?? code?.Words("code")?.Trim();

    private static List<InboundAttachment> Attachments(JsonElement ticket, string number, string path, ContactCenter158Findings findings)
    {
        List<InboundAttachment> attachments = [];
        foreach (var (index, one) in ticket.Each("attachments").Index())
        {
            if (one.Words("id") is { } id)
            {
                attachments.Add(new InboundAttachment(
                    ContactCenter158Attachments.ExternalId(number, id),
                    one.Words("mime_type") ?? "application/octet-stream",
                    one.Words("file_name"),
                    one.Whole("size_bytes"),
                    one.Words("sha256")?.ToLowerInvariant()));
            }
            else
            {
                findings.Note(string.Create(CultureInfo.InvariantCulture, $"{path}.attachments[{index}].id"), "bad_field", "The attachment has no id, so its bytes cannot be asked for; the report is kept without it.");
            }
        }

        return attachments;
    }

    // At least one letter or digit: a number goes into the path of a call, and ".." is a path of its own.
    private static string? Number(JsonElement ticket) =>
        ticket.Words("ticket_no")?.Trim() is { Length: > 0 and <= LongestNumber } number && number.Any(char.IsAsciiLetterOrDigit) ? number : null;

    private static bool IsList(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array;

    /// <summary>Without a version the bytes themselves say whether something changed (CHANNELS 3.5.6).</summary>
    private static string Hash(JsonElement ticket) => "sha256-" + Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(ticket)));
}
