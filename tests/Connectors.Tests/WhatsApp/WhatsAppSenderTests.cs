using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests.WhatsApp;

public sealed class WhatsAppSenderTests
{
    [Theory]
    [InlineData("\"from\":\"6281100000001\"", "+6281100000001", "wa_phone=+6281100000001")]
    [InlineData("\"from\":6281100000001", "+6281100000001", "wa_phone=+6281100000001")]
    [InlineData("\"from\":\"+62 811-0000-0001\"", "+6281100000001", "wa_phone=+6281100000001")]
    [InlineData("\"from\":\"081100000001\"", "+6281100000001", "wa_phone=+6281100000001")]
    [InlineData("\"from_user_id\":\"ID.2081978709342942\"", null, "wa_bsuid=ID.2081978709342942")]
    [InlineData("\"from\":\"ID.2081978709342942\"", null, "wa_bsuid=ID.2081978709342942")]
    [InlineData("\"from\":null,\"from_user_id\":\"ID.1\",\"from_parent_user_id\":\"ID.ENT.2\"", null, "wa_bsuid=ID.1 wa_parent_bsuid=ID.ENT.2")]
    [InlineData("\"from\":\"6281100000001\",\"from_user_id\":\"ID.1\"", "+6281100000001", "wa_phone=+6281100000001 wa_bsuid=ID.1")]
    public void A_sender_is_what_its_shape_says(string sender, string? phone, string identities)
    {
        var reporter = Read(sender).Report().Reporter;

        Assert.Equal(phone, reporter.Phone);
        Assert.Equal(identities, string.Join(' ', reporter.ChannelIdentities.Select(identity => $"{identity.Kind}={identity.Value}")));
    }

    [Theory]
    [InlineData("\"from\":\"\"")]
    [InlineData("\"from\":\"+\"")]
    [InlineData("\"from\":\"tidak ada\"")]
    [InlineData("\"from\":\"62811000000011111\"")]
    [InlineData("\"from\":null")]
    [InlineData("\"from_parent_user_id\":\"ID.ENT.2\"")]
    [InlineData("\"from\":{\"a\":1}")]
    public void Nobody_to_answer_is_no_sender(string sender) =>
        Assert.Equal("no_sender", Assert.Single(Read(sender).Unreadable).Code);

    [Fact]
    public void A_name_is_found_by_id_and_not_by_place()
    {
        var body = WhatsAppBody.Read(WhatsAppBody.Value("""
            "contacts":[{"profile":{"name":"Kedua"},"wa_id":"6281100000002"},null,{"profile":{"name":"Pertama"},"wa_id":"6281100000001","user_id":"ID.1"}],
            "messages":[{"from":"6281100000001","id":"wamid.A","type":"text","text":{"body":"a"}},{"from":"6281100000002","id":"wamid.B","type":"text","text":{"body":"b"}},{"from":"6281100000003","id":"wamid.C","type":"text","text":{"body":"c"}}]
            """));

        Assert.Equal(["Pertama", "Kedua", null], body.Items.Cast<InboundReport>().Select(report => report.Reporter.Name));
        Assert.Equal(["wa_phone", "wa_bsuid"], body.Items.Cast<InboundReport>().First().Reporter.ChannelIdentities.Select(identity => identity.Kind));
    }

    [Theory]
    [InlineData("""{"profile":{"username":"@warga"},"user_id":"ID.1"}""", "@warga", "ID.1")]
    [InlineData("""{"profile":null,"user_id":"ID.1"}""", null, "ID.1")]
    public void The_only_contact_names_the_sender_of_a_message_without_one(string contact, string? name, string id)
    {
        var reporter = WhatsAppBody.Read(WhatsAppBody.Value($$$"""  "contacts":[{{{contact}}}],"messages":[{"id":"wamid.A","type":"text","text":{"body":"a"}}]  """)).Report().Reporter;

        Assert.Equal((name, id), (reporter.Name, Assert.Single(reporter.ChannelIdentities).Value));
    }

    [Fact]
    public void Two_contacts_are_not_guessed_between() =>
        Assert.Equal("no_sender", Assert.Single(WhatsAppBody.Read(WhatsAppBody.Value("""  "contacts":[{"user_id":"ID.1"},{"user_id":"ID.2"}],"messages":[{"id":"wamid.A","type":"text","text":{"body":"a"}}]  """)).Unreadable).Code);

    [Fact]
    public void A_contact_that_cannot_be_read_costs_nobody_else_a_name()
    {
        var body = WhatsAppBody.Read(WhatsAppBody.Value("""
            "contacts":[{"\ud83dxxxxxxxxxxxxxxxxxxxxxxxx":1,"wa_id":"6281100000002"},{"profile":{"name":"Pertama"},"wa_id":"6281100000001"}],
            "messages":[{"from":"6281100000001","id":"wamid.A","type":"text","text":{"body":"a"}},{"from":"6281100000002","id":"wamid.B","type":"text","text":{"body":"b"}}]
            """));

        Assert.Equal(["Pertama", null], body.Items.Cast<InboundReport>().Select(report => report.Reporter.Name));
    }

    [Theory]
    [InlineData("""  "from":"6281100000001","system":{"type":"user_changed_number","wa_id":"6281100000009","body":"x"}  """, "+6281100000001", "+6281100000009")]
    [InlineData("""  "from":"6281100000001","system":{"type":"user_changed_number","new_wa_id":"6281100000009"}  """, "+6281100000001", "+6281100000009")]
    [InlineData("""  "system":{"type":"user_changed_number","customer":"6281100000001","wa_id":"6281100000009"}  """, "+6281100000001", "+6281100000009")]
    [InlineData("""  "from_user_id":"ID.1","system":{"type":"user_changed_user_id","user_id":"ID.2"}  """, "ID.1", "ID.2")]
    public void A_changed_number_links_two_identities(string content, string previous, string current)
    {
        var change = Assert.IsType<InboundIdentityChange>(Assert.Single(WhatsAppBody.Read(WhatsAppBody.Messages($$"""{"id":"wamid.A",{{content}},"type":"system"}""")).Items));

        Assert.Equal((previous, current), (change.Previous.Value, change.Current.Value));
    }

    [Theory]
    [InlineData("""  "from":"6281100000001","system":{"type":"customer_identity_changed"}  """)]
    [InlineData("""  "from":"6281100000001","system":{"type":"user_changed_number","wa_id":"6281100000001"}  """)]
    [InlineData("""  "system":{"body":"x"}  """)]
    public void Another_system_message_is_a_signal(string content) =>
        Assert.Equal("system", Assert.IsType<InboundSignal>(Assert.Single(WhatsAppBody.Read(WhatsAppBody.Messages($$"""{"id":"wamid.A",{{content}},"type":"system"}""")).Items)).Kind);

    private static NormalisedBody Read(string sender) =>
        WhatsAppBody.Read(WhatsAppBody.Messages($$$"""{{{{sender}}},"id":"wamid.A","timestamp":"1787190000","type":"text","text":{"body":"a"}}"""));
}
