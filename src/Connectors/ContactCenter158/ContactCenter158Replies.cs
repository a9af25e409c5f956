using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.ContactCenter158;

/// <summary>What callers added to a ticket, from its event list or from the events that a ticket carries itself.</summary>
internal static class ContactCenter158Replies
{
    /// <summary>True for the people whose words are a follow-up; the others are the channel's own and the hub's.</summary>
    private static readonly FrozenDictionary<string, bool> Roles = new Dictionary<string, bool>
    {
        ["caller"] = true,
        ["citizen"] = true,
        ["agent"] = false,
        ["operator"] = false,
        ["system"] = false,
        ["hub"] = false,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="prefix">Stands before "events" in a path.</param>
    public static void Read(JsonElement holder, string prefix, ContactCenter158Findings findings)
    {
        var number = holder.Words("ticket_no")?.Trim();
        foreach (var (index, one) in holder.Each("events").Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{prefix}events[{index}]");
            if (SpeaksForCaller(one, path, findings))
            {
                ReadReply(one, one.Words("ticket_no")?.Trim() ?? number, path, findings);
            }
        }
    }

    private static bool SpeaksForCaller(JsonElement one, string path, ContactCenter158Findings findings)
    {
        if (one.Words("text") is null && one.Words("role") is null)
        {
            return false;
        }

        if (one.Words("role")?.Trim() is { } role && Roles.TryGetValue(role, out var isCaller))
        {
            return isCaller;
        }

        findings.Note($"{path}.role", "unknown_word", "Nobody knows who speaks in this event; ask 158 what the role means and add it to the table.");
        return false;
    }

    private static void ReadReply(JsonElement one, string? number, string path, ContactCenter158Findings findings)
    {
        if (number is null || one.Words("id") is not { } id)
        {
            findings.Note($"{path}.{(number is null ? "ticket_no" : "id")}", "bad_field", "The reply of the caller has no id or no ticket number, so a repeat could not be told; ask 158 for it, edit a copy and retry.");
        }
        else if (one.Words("text") is not { } text)
        {
            findings.Note($"{path}.text", "no_content", "The reply of the caller has no words; ask 158 for them, edit a copy and retry.");
        }
        else
        {
            findings.Add(new InboundFollowUp(path, $"{number}#{id}", findings.Time(one, "at", path), number) { Text = text });
        }
    }
}
