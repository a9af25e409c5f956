using System.Text;
using System.Text.Json;
using Hub.Connectors.Shared;

namespace Hub.Connectors.WhatsApp;

/// <summary>The words of an answer to buttons, lists and forms (flows).</summary>
internal static class WhatsAppInteractive
{
    private const int MostLines = 100;
    private static readonly string[] Kinds = ["button_reply", "list_reply", "nfm_reply"];

    public static string? Read(JsonElement interactive)
    {
        var kind = interactive.Words("type") ?? Array.Find(Kinds, name => interactive.Has(name));
        if (kind is null || !Kinds.Contains(kind) || interactive.Child(kind) is not { } reply)
        {
            return null;
        }

        return kind is "nfm_reply" ? Form(reply) : reply.Words("title") ?? reply.Words("id");
    }

    /// <summary>response_json is JSON inside a string and may be an array, null or broken: nothing of it is thrown away.</summary>
    private static string? Form(JsonElement reply)
    {
        var lines = new List<string>();
        if (reply.Words("body") is { } body)
        {
            lines.Add(body);
        }

        if (reply.Has("response_json"))
        {
            Answers(reply, lines);
        }

        return lines.Count is 0 ? null : string.Join('\n', lines);
    }

    private static void Answers(JsonElement reply, List<string> lines)
    {
        var text = reply.Words("response_json");
        if (text is null)
        {
            // An object where a string belongs.
            Flatten(string.Empty, reply.GetProperty("response_json"), lines);
            return;
        }

        using var answers = JsonReading.TryParse(Encoding.UTF8.GetBytes(text));
        if (answers is null)
        {
            lines.Add(text);
            return;
        }

        Flatten(string.Empty, answers.RootElement, lines);
    }

    private static void Flatten(string name, JsonElement element, List<string> lines)
    {
        if (lines.Count >= MostLines)
        {
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject().Where(member => member.Name is not "flow_token"))
                {
                    Flatten(name.Length is 0 ? member.Name : $"{name}.{member.Name}", member.Value, lines);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Flatten(name, item, lines);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                lines.Add(name.Length is 0 ? Plain(element) : $"{name}: {Plain(element)}");
                break;
        }
    }

    private static string Plain(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString()!.Replace('\0', '\uFFFD') : element.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the escaped form is still readable for a person.
            return element.GetRawText().Trim('"');
        }
    }
}
