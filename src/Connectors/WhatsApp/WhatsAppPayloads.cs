using System.Text.Json.Serialization;

namespace Hub.Connectors.WhatsApp;

/// <summary>POST /{number}/messages (CHANNELS 1.9). Either To or Recipient; either Text or Template.</summary>
internal sealed record WhatsAppSend(string Type, string BizOpaqueCallbackData)
{
    public string MessagingProduct { get; } = "whatsapp";

    public string RecipientType { get; } = "individual";

    public string? To { get; init; }

    /// <summary>A business-scoped user id, when no phone number is known.</summary>
    public string? Recipient { get; init; }

    public WhatsAppContext? Context { get; init; }

    public WhatsAppTextBody? Text { get; init; }

    public WhatsAppTemplate? Template { get; init; }

    /// <summary>Hides the citizen from logs and debuggers.</summary>
    public override string ToString() => BizOpaqueCallbackData;
}

internal sealed record WhatsAppContext(string MessageId);

internal sealed record WhatsAppTextBody(string Body, bool PreviewUrl = false);

internal sealed record WhatsAppTemplate(string Name, WhatsAppLanguage Language, IReadOnlyList<WhatsAppComponent> Components);

internal sealed record WhatsAppLanguage(string Code);

internal sealed record WhatsAppComponent(string Type, IReadOnlyList<WhatsAppParameter> Parameters);

internal sealed record WhatsAppParameter(string ParameterName, string Text)
{
    public string Type { get; } = "text";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WhatsAppSend))]
internal sealed partial class WhatsAppJson : JsonSerializerContext;
