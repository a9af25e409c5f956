using System.Text.Json;
using Hub.Connectors.WhatsApp;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>The bodies of CHANNELS 1.9, letter for letter.</summary>
public sealed class WhatsAppClientTests
{
    [Fact]
    public void A_text_has_the_form_of_the_protocol() => Assert.Equal(
        """{"type":"text","biz_opaque_callback_data":"hub:1","messaging_product":"whatsapp","recipient_type":"individual","to":"6281100000001","context":{"message_id":"wamid.A"},"text":{"body":"Halo","preview_url":false}}""",
        Json(new WhatsAppSend("text", "hub:1") { To = "6281100000001", Context = new WhatsAppContext("wamid.A"), Text = new WhatsAppTextBody("Halo") }));

    [Fact]
    public void A_template_has_named_parameters() => Assert.Equal(
        """{"type":"template","biz_opaque_callback_data":"hub:1","messaging_product":"whatsapp","recipient_type":"individual","recipient":"ID.1","template":{"name":"laporan_selesai","language":{"code":"id"},"components":[{"type":"body","parameters":[{"parameter_name":"nomor","text":"LP-1","type":"text"}]}]}}""",
        Json(new WhatsAppSend("template", "hub:1")
        {
            Recipient = "ID.1",
            Template = new WhatsAppTemplate("laporan_selesai", new WhatsAppLanguage("id"), [new WhatsAppComponent("body", [new WhatsAppParameter("nomor", "LP-1")])]),
        }));

    [Fact]
    public void A_message_shows_nobody_in_a_log() =>
        Assert.Equal("hub:1", $"{new WhatsAppSend("text", "hub:1") { To = "6281100000001" }}");

    private static string Json(WhatsAppSend message) => JsonSerializer.Serialize(message, WhatsAppJson.Default.WhatsAppSend);
}
