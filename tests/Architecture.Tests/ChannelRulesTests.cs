using Hub.Architecture.Tests.House;

namespace Hub.Architecture.Tests;

public sealed class ChannelRulesTests
{
    private static readonly SourceFile WhatsApp = new("src/Connectors/WhatsApp/WhatsAppWebhook.cs", "namespace Hub.Connectors.WhatsApp; internal static class WhatsApp;");

    [Fact]
    public void A_channel_is_known_only_in_its_folder_and_in_the_list() => Verdict.Clean(ChannelRules.Strangers(TheHouse.Sources));

    [Theory]
    [InlineData("src/Router/Intake/Inbox.cs", "using Hub.Connectors.WhatsApp;", 1)]
    [InlineData("src/Worker/Http/Health.cs", "var name = Hub.Connectors.WhatsApp.WhatsApp.Name;", 1)]
    [InlineData("src/Connectors/Sp4nLapor/Sp4nLaporPoller.cs", "namespace Hub.Connectors.Sp4nLapor; class A { string b = WhatsApp.WhatsApp.Name; }", 1)]
    [InlineData("src/Connectors/Shared/HmacHex.cs", "using Hub.Connectors.WhatsApp;", 1)]
    [InlineData("src/Connectors/ConnectorRegistration.cs", "using Hub.Connectors.WhatsApp;", 0)]
    [InlineData("src/Connectors/WhatsApp/WhatsAppClient.cs", "namespace Hub.Connectors.WhatsApp; class A { string b = WhatsApp.Name; }", 0)]
    [InlineData("src/Router/Privacy/Vault.cs", """// Hub.Connectors.WhatsApp gives it""", 0)]
    public void A_stranger_who_knows_a_channel_is_named(string path, string code, int problems) =>
        Assert.Equal(problems, ChannelRules.Strangers([WhatsApp, new SourceFile(path, code)]).Count());

    [Fact]
    public void A_channels_files_are_in_its_namespace() => Verdict.Clean(ChannelRules.Misplaced(TheHouse.Sources));

    [Fact]
    public void A_file_in_another_namespace_is_named() =>
        Assert.Single(ChannelRules.Misplaced([WhatsApp, new SourceFile("src/Connectors/WhatsApp/Odd.cs", "namespace Hub.Connectors;")]));
}
