using System.Text;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>Each body with its reports, statuses, signals and unreadable items.</summary>
public sealed class WhatsAppCountingTests
{
    private const string Text = """{"from":"6281100000001","id":"wamid.A","timestamp":"1787190000","type":"text","text":{"body":"a"}}""";
    private const string Other = """{"from":"6281100000001","id":"wamid.B","timestamp":"1787190000","type":"text","text":{"body":"a"}}""";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "nothing", """{"object":"whatsapp_business_account","entry":[]}""", "0 0 0 0" },
        { "no entry", """{"object":"whatsapp_business_account"}""", "0 0 0 0" },
        { "null entry", """{"object":"whatsapp_business_account","entry":null}""", "0 0 0 0" },
        { "another object", """{"object":"page","entry":[{"changes":[{"field":"messages","value":{"messages":[TEXT]}}]}]}""", "0 0 0 0" },
        { "entry is an object", """{"object":"whatsapp_business_account","entry":{"changes":[]}}""", "0 0 0 1" },
        { "changes is an object", """{"object":"whatsapp_business_account","entry":[{"changes":{}}]}""", "0 0 0 1" },
        { "messages is an object, statuses are read", Value("\"messages\":{},\"statuses\":[{\"id\":\"w\",\"status\":\"sent\"}]"), "0 1 0 1" },
        { "a text among the entries", """{"object":"whatsapp_business_account","entry":["x",{"changes":[{"field":"messages","value":{"messages":[TEXT]}}]}]}""", "1 0 0 1" },
        { "value is a text", """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":"x"}]}]}""", "0 0 0 1" },
        { "an array", "[]", "0 0 0 1" },
        { "not JSON", "halo", "0 0 0 1" },
        { "cut off", """{"object":"whatsapp_business_account","entry":[{"id":""", "0 0 0 1" },
        { "empty", "", "0 0 0 1" },
        { "all arrays null", Value("\"messages\":null,\"statuses\":null,\"contacts\":null,\"errors\":null,\"calls\":null"), "0 0 0 0" },
        { "null among the messages", Value("\"messages\":[null,TEXT]"), "1 0 0 0" },
        { "a number among the messages", Value("\"messages\":[7,TEXT]"), "1 0 0 1" },
        { "contacts is an object", Value("\"contacts\":{},\"messages\":[TEXT]"), "1 0 0 0" },
        { "one wamid twice", Value("\"messages\":[TEXT,TEXT]"), "1 0 0 0" },
        { "one wamid in two entries", """{"entry":[{"changes":[{"field":"messages","value":{"messages":[TEXT]}}]},{"changes":[{"field":"messages","value":{"messages":[TEXT,OTHER]}}]}]}""", "2 0 0 0" },
        { "one wamid at two numbers", """{"entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"1"},"messages":[TEXT]}}]},{"changes":[{"value":{"metadata":{"phone_number_id":2},"messages":[TEXT]}}]}]}""", "2 0 0 0" },
        { "one unsupported wamid twice", Value("""  "messages":[{"id":"u","type":"unsupported"},{"id":"u","type":"unsupported"}]  """), "0 0 0 1" },
        { "no wamid", Value("""  "messages":[{"from":"6281100000001","type":"text","text":{"body":"a"}},{"from":"6281100000001","type":"text","text":{"body":"a"}}]  """), "1 0 0 0" },
        { "a bad one between good ones", Value("""  "messages":[TEXT,{"id":"x","type":"poll"},OTHER]  """), "2 0 0 1" },
        { "messages, statuses and errors together", Value("""  "messages":[TEXT],"statuses":[{"id":"w","status":"read","timestamp":"1"}],"errors":[{"code":1}]  """), "1 1 0 0" },
        { "the same status twice", Value("""  "statuses":[{"id":"w","status":"read"},{"id":"w","status":"read"}]  """), "0 2 0 0" },
        { "unknown and legacy status words", Value("""  "statuses":[{"id":"w","status":"teleported"},{"id":"w","status":"warning"},{"id":"w","status":"played"},{"id":"w"}]  """), "0 4 0 0" },
        { "a status of type call", Value("""  "statuses":[{"id":"w","status":"RINGING","type":"call"}]  """), "0 1 0 0" },
        { "a status of a group", Value("""  "statuses":[{"id":"w","status":"sent","recipient_type":"group","recipient_participant_id":"62811"}]  """), "0 1 0 0" },
        { "loss notice", Value("""  "errors":[{"code":131035,"title":"x"}]  """), "0 0 0 1" },
        { "welcome", Value("""  "messages":[{"from":"6281100000001","id":"w","type":"request_welcome"}]  """), "0 0 1 0" },
        { "calls", Value("""  "calls":[{"id":"c","from":"6281100000001","event":"connect"}]  """, "calls"), "0 0 0 0" },
        { "history", Value("""  "history":[{"threads":[{"messages":[TEXT]}]}]  """, "history"), "0 0 0 0" },
        { "history with messages in the value", Value("\"messages\":[TEXT]", "history"), "0 0 0 0" },
        { "echo of staff", Value("\"message_echoes\":[TEXT]", "smb_message_echoes"), "0 0 0 0" },
        { "echo", Value("\"message_echoes\":[TEXT]", "message_echoes"), "0 0 0 0" },
        { "group", Value("\"groups\":[{\"group_id\":\"g\"}]", "group_lifecycle_update"), "0 0 0 0" },
        { "account", Value("\"event\":\"ACCOUNT_RESTRICTION\"", "account_update"), "0 0 0 0" },
        { "user id update", Value("\"user_id\":{\"previous\":\"ID.1\",\"current\":\"ID.2\"}", "user_id_update"), "0 0 0 0" },
        { "an unknown field", Value("\"messages\":[TEXT]", "teleports"), "0 0 0 0" },
        { "no field", """{"entry":[{"changes":[{"value":{"messages":[TEXT]}}]}]}""", "1 0 0 0" },
        { "field inside the value", """{"entry":[{"changes":[{"value":{"field":"history","messages":[TEXT]}}]}]}""", "0 0 0 0" },
        { "no value", """{"entry":[{"changes":[{"field":"messages"},{"field":"messages","value":null}]}]}""", "0 0 0 0" },
        { "a message in a group", Value("""  "messages":[{"from":"6281100000001","group_id":"g","id":"w","type":"text","text":{"body":"a"}}]  """), "1 0 0 0" },
        { "lone surrogate in the text", Value("""  "messages":[{"from":"6281100000001","id":"w","type":"text","text":{"body":"x\ud83d"}}]  """), "1 0 0 0" },
        { "lone surrogate in a name of a member", Value("""  "messages":[{"\ud83dxxxxxxxxxxxxxxxxxxxxxxxx":1,"from":"6281100000001","id":"w","type":"text","text":{"body":"x"}},TEXT]  """), "1 0 0 1" },
        { "NUL", Value("""  "messages":[{"from":"6281100000001","id":"w","type":"text","text":{"body":"a\u0000b"}}]  """), "1 0 0 0" },
        { "duplicate keys", Value("""  "messages":[{"from":"1","from":"6281100000001","id":"w","type":"image","type":"text","text":{"body":"a"}}]  """), "1 0 0 0" },
        { "byte order mark", "\uFEFF" + Value("\"messages\":[TEXT]"), "1 0 0 0" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_counts_as_the_protocol_says(string what, string body, string count)
    {
        var read = WhatsAppBody.Read(body.Replace("TEXT", Text, StringComparison.Ordinal).Replace("OTHER", Other, StringComparison.Ordinal));

        Assert.Equal($"{what}: {count}", $"{what}: {read.Count()}");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(100_000)]
    public void A_body_nested_too_deeply_is_one_unreadable_item(int depth)
    {
        var body = "{\"object\":\"whatsapp_business_account\",\"entry\":" + new string('[', depth) + new string(']', depth) + "}";

        Assert.Equal("0 0 0 1", WhatsAppBody.Read(body).Count());
    }

    [Fact]
    public void Every_cut_of_a_body_is_survived()
    {
        var body = Encoding.UTF8.GetBytes(Value($"\"messages\":[{Text}]"));
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Equal("0 0 0 1", WhatsAppBody.Read(body[..length]).Count());
        }
    }

    [Fact]
    public void Every_broken_byte_is_survived()
    {
        var body = Encoding.UTF8.GetBytes(Value($"\"messages\":[{Text}],\"statuses\":[{{\"id\":\"w\",\"status\":\"sent\"}}]"));
        for (var index = 0; index < body.Length; index++)
        {
            foreach (var broken in new byte[] { 0x00, 0x22, 0x5C, 0x7B, 0xC3, 0xFF })
            {
                var bytes = body.ToArray();
                bytes[index] = broken;
                Assert.NotNull(WhatsAppBody.Read(bytes));
            }
        }
    }

    [Fact]
    public void A_thousand_messages_in_one_body_are_a_thousand_reports()
    {
        var messages = Enumerable.Range(0, 1000).Select(index => WhatsAppBody.Message($"wamid.{index}", """  "type":"text","text":{"body":"a"}  """));

        Assert.Equal("1000 0 0 0", WhatsAppBody.Read(WhatsAppBody.Messages([.. messages])).Count());
    }

    [Theory]
    [InlineData(WhatsAppHub.Number, WhatsAppHub.Account, "1 0 0 0", null)]
    [InlineData(WhatsAppHub.Number, null, "1 0 0 0", null)]
    [InlineData("999", WhatsAppHub.Account, "0 0 0 1", "foreign_account")]
    [InlineData(WhatsAppHub.Number, "999", "0 0 0 1", "foreign_account")]
    public void A_body_of_another_tenant_is_refused(string number, string? account, string count, string? code)
    {
        var ours = new WhatsAppAccounts([new WhatsAppNumber { PhoneNumberId = number, BusinessAccountId = account }]);

        var read = WhatsAppBody.Read(Value($"\"messages\":[{Text}]"), ours);

        Assert.Equal(count, read.Count());
        Assert.Equal(code, read.Unreadable.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Reading_the_same_body_again_gives_the_same_items()
    {
        var body = Value($"\"messages\":[{Text}],\"statuses\":[{{\"id\":\"w\",\"status\":\"sent\",\"timestamp\":\"1787190000\"}}]");

        Assert.Equal(WhatsAppBody.Read(body).Items.Select(item => item.ExternalId), WhatsAppBody.Read(body).Items.Select(item => item.ExternalId));
    }

    [Theory]
    [InlineData("sent", Receipt.Sent)]
    [InlineData("delivered", Receipt.Delivered)]
    [InlineData("read", Receipt.Read)]
    [InlineData("played", Receipt.Read)]
    [InlineData("failed", Receipt.Failed)]
    [InlineData("deleted", null)]
    [InlineData("warning", null)]
    [InlineData("diteleportasi", null)]
    public void A_status_word_is_kept_and_only_a_known_one_is_a_receipt(string word, Receipt? receipt)
    {
        var status = Status($$"""{"id":"wamid.S","status":"{{word}}","timestamp":"1787190000","recipient_id":"6281100000001"}""");

        Assert.Equal((word, receipt), (status.Word, status.Receipt));
        Assert.Equal(WhatsAppIds.Of(WhatsAppHub.Number, "wamid.S"), status.ExternalReference);
    }

    [Fact]
    public void A_failure_keeps_its_code_and_reason_without_the_number()
    {
        var status = Status("""{"id":"w","status":"failed","errors":[{"code":131026,"title":"x","error_data":{"details":"Recipient 6281100000001 is not on WhatsApp"}}]}""");

        Assert.Equal(("131026", "Recipient … is not on WhatsApp"), (status.FailureCode, status.FailureReason));
    }

    [Theory]
    [InlineData("hub:0198c3c2-0000-7000-8000-000000000001", true)]
    [InlineData("0198c3c2-0000-7000-8000-000000000001", false)]
    [InlineData("hub:bukan", false)]
    [InlineData("", false)]
    public void A_receipt_finds_our_operation_by_what_the_hub_wrote(string callback, bool found) =>
        Assert.Equal(found, Status($$"""{"id":"w","status":"sent","biz_opaque_callback_data":"{{callback}}"}""").OperationId == Guid.Parse("0198c3c2-0000-7000-8000-000000000001"));

    [Fact]
    public void Each_status_of_one_message_has_an_id_of_its_own()
    {
        var read = WhatsAppBody.Read(WhatsAppBody.Statuses("""{"id":"w","status":"sent","timestamp":"1"}""", """{"id":"w","status":"read","timestamp":"1"}""", """{"id":"w","status":"read","timestamp":"2"}"""));

        Assert.Equal(3, read.Items.DistinctBy(item => item.ExternalId).Count());
    }

    private static InboundStatus Status(string status) => Assert.IsType<InboundStatus>(Assert.Single(WhatsAppBody.Read(WhatsAppBody.Statuses(status)).Items));

    private static string Value(string members, string field = "messages") => WhatsAppBody.Value(members, field);
}
