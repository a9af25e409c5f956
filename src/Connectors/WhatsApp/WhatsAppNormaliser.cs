using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Walks entry, changes and value of a webhook body (CHANNELS 1.5). Only the field «messages» holds what citizens write;
/// history and echoes look alike and must never open a report.
/// </summary>
internal sealed class WhatsAppNormaliser(WhatsAppAccounts accounts) : IReportNormaliser
{
    private const string OwnObject = "whatsapp_business_account";

    public string Channel => WhatsAppChannel.Name;

    public NormalisedBody Normalise(RawItem raw)
    {
        var findings = new WhatsAppFindings();
        using var document = JsonReading.TryParse(raw.Body);
        if (document is null)
        {
            findings.Refuse("$", "not_json", "The body is not JSON or is nested too deeply. Read the raw body.");
        }
        else
        {
            findings.Guard("$", () => ReadBody(document.RootElement, raw, findings));
        }

        return findings.Body;
    }

    private void ReadBody(JsonElement root, RawItem raw, WhatsAppFindings findings)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            findings.Refuse("$", "bad_field", $"The body is {root.ValueKind} where Meta sends an object. Read the raw body.");
            return;
        }

        if (root.Words("object") is { } kind && kind != OwnObject)
        {
            return;
        }

        foreach (var entry in new WhatsAppNode(string.Empty, root).Items("entry", findings))
        {
            findings.Guard(entry.Path, () => ReadEntry(entry, raw, findings));
        }
    }

    private void ReadEntry(WhatsAppNode entry, RawItem raw, WhatsAppFindings findings)
    {
        foreach (var change in entry.Items("changes", findings))
        {
            findings.Guard(change.Path, () => ReadChange(change, entry.Json.Words("id"), raw, findings));
        }
    }

    private void ReadChange(WhatsAppNode change, string? businessAccountId, RawItem raw, WhatsAppFindings findings)
    {
        if (!change.Json.Has("value") || FieldOf(change.Json) is not { } field)
        {
            return;
        }

        if (change.Json.Child("value") is not { } json)
        {
            findings.Refuse(change.Path + ".value", "bad_field", "value is not an object. Read the raw body.");
            return;
        }

        var number = json.Child("metadata")?.Words("phone_number_id");
        if (!accounts.Own(businessAccountId, number))
        {
            findings.Refuse(change.Path, "foreign_account", "The business account or number is not in Channels:WhatsApp:Numbers. Add it there if it is the ministry's.");
            return;
        }

        var value = new WhatsAppValue(new WhatsAppNode(change.Path + ".value", json), number ?? raw.Account, raw.ReceivedAt);
        if (field is "messages")
        {
            ReadMessages(value, findings);
            ReadErrors(value, findings);
        }

        ReadStatuses(value, findings);
    }

    /// <summary>Null for a field that holds nothing for us. Some samples carry the field inside the value; one without any is read by what it holds.</summary>
    private static string? FieldOf(JsonElement change)
    {
        var field = change.Words("field") ?? change.Child("value")?.Words("field") ?? "messages";
        return field is "messages" or "calls" ? field : null;
    }

    private static void ReadMessages(WhatsAppValue value, WhatsAppFindings findings)
    {
        foreach (var node in value.Node.Items("messages", findings))
        {
            findings.Guard(node.Path, () => ReadMessage(new WhatsAppMessage(value, node), findings));
        }
    }

    private static void ReadMessage(WhatsAppMessage message, WhatsAppFindings findings)
    {
        switch (WhatsAppMessageReader.Read(message))
        {
            case WhatsAppReading.Item item:
                findings.Add(item.Value);
                break;
            case WhatsAppReading.Refused refusal:
                findings.Refuse(message, refusal);
                break;
        }
    }

    private static void ReadStatuses(WhatsAppValue value, WhatsAppFindings findings)
    {
        foreach (var node in value.Node.Items("statuses", findings))
        {
            findings.Guard(node.Path, () => findings.Add(WhatsAppStatusReader.Read(value, node)));
        }
    }

    /// <summary>Meta gave something up that no call can fetch again (CHANNELS 1.4): a person has to know.</summary>
    private static void ReadErrors(WhatsAppValue value, WhatsAppFindings findings)
    {
        foreach (var error in value.Node.Json.Each("errors").Where(error => error.Text("code") is "131035"))
        {
            findings.Refuse(value.Node.Path + ".errors", "loss_notice", "Meta could not deliver messages in time (131035). Look for them in the chat and enter them by hand.");
        }
    }
}
