using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hub.Simulators.WhatsApp;

/// <summary>Notification bodies in Meta's shape.</summary>
internal sealed class WhatsAppBodies(WhatsAppSimulatorSettings settings)
{
    private int counter;

    /// <summary>Like Meta's: base64 that holds the citizen's number in clear.</summary>
    public string NewWamid(string key) =>
        "wamid." + Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}|{settings.PhoneNumberId}|{settings.Seed}|{Interlocked.Increment(ref counter):D8}")));

    public static JsonObject Message(WhatsAppCitizen from, string wamid, DateTimeOffset at, string? answersTo)
    {
        // The type is not the first key in some of Meta's samples either.
        var message = new JsonObject { ["id"] = wamid, ["timestamp"] = Seconds(at) };
        Put(message, "from", from.Phone);
        Put(message, "from_user_id", from.UserId);
        if (answersTo is not null)
        {
            message["context"] = new JsonObject { ["id"] = answersTo };
        }

        return message;
    }

    public JsonObject Notification(params IEnumerable<JsonObject> values)
    {
        var entries = values.Select(JsonNode (value) => new JsonObject
        {
            ["id"] = settings.BusinessAccountId,
            ["changes"] = new JsonArray(new JsonObject { ["value"] = value, ["field"] = "messages" }),
        });

        return new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray([.. entries]) };
    }

    public JsonObject MessageValue(WhatsAppCitizen from, JsonObject message)
    {
        var value = Value();
        value["contacts"] = new JsonArray(Contact(from));
        value["messages"] = new JsonArray(message);
        return value;
    }

    public JsonObject StatusValue(WhatsAppReceived message, string word, DateTimeOffset at)
    {
        var status = new JsonObject
        {
            ["id"] = message.Wamid,
            ["status"] = word,
            ["timestamp"] = Seconds(at),
            ["recipient_id"] = message.To,
            ["pricing"] = new JsonObject { ["billable"] = false, ["pricing_model"] = "PMP", ["type"] = "free_customer_service", ["category"] = "utility" },
        };

        if (!message.To.All(char.IsAsciiDigit))
        {
            status.Remove("recipient_id");
            status["recipient_user_id"] = message.To;
        }

        Put(status, "biz_opaque_callback_data", message.OperationId);
        var value = Value();
        value["statuses"] = new JsonArray(status);
        return value;
    }

    private JsonObject Value() => new()
    {
        ["messaging_product"] = "whatsapp",
        ["metadata"] = new JsonObject { ["display_phone_number"] = settings.DisplayNumber, ["phone_number_id"] = settings.PhoneNumberId },
    };

    private static JsonObject Contact(WhatsAppCitizen citizen)
    {
        var contact = new JsonObject { ["profile"] = new JsonObject { ["name"] = citizen.Name } };
        Put(contact, "wa_id", citizen.Phone);
        Put(contact, "user_id", citizen.UserId);
        return contact;
    }

    private static void Put(JsonObject holder, string name, string? value)
    {
        if (value is not null)
        {
            holder[name] = value;
        }
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
