using System.Text.Json;
using Hub.Connectors.Shared;

namespace Hub.Connectors.WhatsApp;

/// <summary>An object of a body with the path it stands at.</summary>
internal readonly record struct WhatsAppNode(string Path, JsonElement Json)
{
    /// <summary>The objects of an array. Absent and null hold nothing; anything else that is not an array of objects is a finding.</summary>
    public IReadOnlyList<WhatsAppNode> Items(string name, WhatsAppFindings findings)
    {
        var path = Path.Length is 0 ? name : $"{Path}.{name}";
        if (!Json.Has(name))
        {
            return [];
        }

        var array = Json.GetProperty(name);
        if (array.ValueKind is not JsonValueKind.Array)
        {
            findings.Refuse(path, "bad_field", $"{name} is {array.ValueKind} where Meta sends an array. Read the raw body.");
            return [];
        }

        var items = new List<WhatsAppNode>(array.GetArrayLength());
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            Take(new WhatsAppNode($"{path}[{index++}]", item), items, findings);
        }

        return items;
    }

    private static void Take(WhatsAppNode node, List<WhatsAppNode> items, WhatsAppFindings findings)
    {
        switch (node.Json.ValueKind)
        {
            case JsonValueKind.Object:
                items.Add(node);
                break;
            case JsonValueKind.Null:
                break;
            default:
                findings.Refuse(node.Path, "bad_field", $"{node.Json.ValueKind} where Meta sends an object. Read the raw body.");
                break;
        }
    }
}
