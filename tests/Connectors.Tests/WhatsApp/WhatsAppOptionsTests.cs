using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.WhatsApp;

public sealed class WhatsAppOptionsTests
{
    [Theory]
    [InlineData("Numbers:0:PhoneNumberId", "+62 811", "PhoneNumberId")]
    [InlineData("Numbers:0:BusinessAccountId", "abc", "BusinessAccountId")]
    [InlineData("AccessToken", "", "AccessToken")]
    [InlineData("AppSecrets:0", " ", "AppSecrets")]
    [InlineData("VerifyToken", "pendek", "VerifyToken")]
    [InlineData("GraphVersion", "25", "GraphVersion")]
    [InlineData("GraphAddress", "http://graph.facebook.com", "GraphAddress")]
    [InlineData("AttemptTimeout", "00:10:00", "AttemptTimeout")]
    [InlineData("MediaHosts:0", "https://fbcdn.net/", "MediaHosts")]
    [InlineData("Templates:Received", "Laporan Diterima", "Received")]
    [InlineData("Numbers:1:PhoneNumberId", WhatsAppHub.Number, "twice")]
    public async Task A_wrong_setting_does_not_start_and_is_named(string key, string value, string named)
    {
        var settings = WhatsAppHub.Settings();
        settings[$"Channels:WhatsApp:{key}"] = value;

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => WhatsAppHub.StartAsync(settings));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => WhatsAppHub.StartAsync(new() { ["Channels:WhatsApp:GraphVersion"] = "v25.0" }));

        Assert.All(["Numbers", "AccessToken", "AppSecrets", "VerifyToken"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }
}
