namespace Hub.Connectors.WhatsApp;

internal static class WhatsAppChannel
{
    public const string Name = "whatsapp";

    /// <summary>Meta's largest body is 3 MB (CHANNELS 1.4).</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    public const string Phone = "wa_phone";
    public const string Bsuid = "wa_bsuid";
    public const string ParentBsuid = "wa_parent_bsuid";
}
