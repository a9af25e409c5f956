using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests.WhatsApp;

public sealed class WhatsAppNormaliserTests
{
    [Theory]
    [InlineData("""  "type":"text","text":{"body":"Jalan berlubang"}  """, "Jalan berlubang", true)]
    [InlineData("""  "text":{"body":"tanpa jenis"}  """, "tanpa jenis", true)]
    [InlineData("""  "type":null,"image":null,"text":{"body":"jenis kosong"}  """, "jenis kosong", true)]
    [InlineData("""  "type":"text","text":{"body":12345}  """, "12345", true)]
    [InlineData("""  "type":"image","image":{"id":"9001","mime_type":"image/jpeg","caption":"Jembatan retak"}  """, "Jembatan retak", true)]
    [InlineData("""  "type":"image","image":{"id":9001,"mime_type":"image/jpeg"}  """, "", false)]
    [InlineData("""  "type":"video","video":{"id":"9001","mime_type":"video/mp4"}  """, "", false)]
    [InlineData("""  "type":"audio","audio":{"id":"9001","mime_type":"audio/ogg; codecs=opus","voice":true}  """, "", false)]
    [InlineData("""  "type":"voice","voice":{"id":"9001","mime_type":"audio/ogg"}  """, "", false)]
    [InlineData("""  "type":"voice","audio":{"id":"9001","mime_type":"audio/ogg"}  """, "", false)]
    [InlineData("""  "type":"document","document":{"id":"9001","filename":"surat.pdf","mime_type":"application/pdf"}  """, "", false)]
    [InlineData("""  "type":"sticker","sticker":{"id":"9001","mime_type":"image/webp","animated":false}  """, "", false)]
    [InlineData("""  "type":"location","location":{"latitude":-6.2,"longitude":106.8}  """, "", false)]
    [InlineData("""  "type":"contacts","contacts":[{"name":{"formatted_name":"Contoh"},"phones":[{"phone":"+62 811-0000-002"}]}]  """, "[Pelapor mengirim kartu kontak: 1]", false)]
    [InlineData("""  "type":"button","button":{"payload":"p","text":"Sudah selesai"}  """, "Sudah selesai", true)]
    [InlineData("""  "type":"button","button":{"payload":"p"}  """, "p", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"ya","title":"Ya"}}  """, "Ya", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"jalan","title":"Jalan","description":"d"}}  """, "Jalan", true)]
    [InlineData("""  "type":"interactive","interactive":{"list_reply":{"id":"jalan","title":"Jalan"}}  """, "Jalan", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Terkirim","response_json":"{\"flow_token\":\"x\",\"lokasi\":{\"desa\":\"Contoh\"},\"foto\":[1,2]}"}}  """, "Terkirim\nlokasi.desa: Contoh\nfoto: 1\nfoto: 2", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":"[\"a\",\"b\"]"}}  """, "a\nb", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":{"a":true}}}  """, "a: true", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"body":"Terkirim","response_json":"{rusak"}}  """, "Terkirim\n{rusak", true)]
    [InlineData("""  "type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"body":"Terkirim","response_json":"null"}}  """, "Terkirim", true)]
    [InlineData("""  "type":"order","order":{"catalog_id":"1","text":"Dua saja","product_items":[{"product_retailer_id":"aspal","quantity":2}]}  """, "Dua saja\naspal x 2", true)]
    public void Each_kind_of_message_becomes_a_report_with_its_words(string content, string text, bool standsAlone)
    {
        var body = WhatsAppBody.ReadContent(content);

        Assert.Empty(body.Unreadable);
        Assert.Equal(text, body.Report().Text);
        Assert.Equal(standsAlone, body.Report().Thread!.StandsAlone);
    }

    [Theory]
    [InlineData("""  "type":"unsupported","errors":[{"code":131051,"title":"x"}],"unsupported":{"type":"poll"}  """, "unsupported")]
    [InlineData("""  "type":"unknown","errors":[{"code":131051}]  """, "unsupported")]
    [InlineData("""  "type":"poll","poll":{}  """, "unknown_type")]
    [InlineData("""  "text":{"body":"a"},"image":{"id":"1"}  """, "unknown_type")]
    [InlineData("""  "errors":[]  """, "unknown_type")]
    [InlineData("""  "type":"text"  """, "no_content")]
    [InlineData("""  "type":"text","text":{"body":"  "}  """, "no_content")]
    [InlineData("""  "type":"text","text":"bukan objek"  """, "no_content")]
    [InlineData("""  "type":"text","image":{"id":"1"}  """, "no_content")]
    [InlineData("""  "type":"image","image":{}  """, "no_content")]
    [InlineData("""  "type":"location","location":{"latitude":91,"longitude":0}  """, "no_content")]
    [InlineData("""  "type":"contacts","contacts":[]  """, "no_content")]
    [InlineData("""  "type":"interactive","interactive":{"type":"payment_method","payment_method":{}}  """, "no_content")]
    [InlineData("""  "type":"order","order":{}  """, "no_content")]
    [InlineData("""  "type":"reaction"  """, "no_content")]
    public void What_cannot_be_read_is_refused_with_its_code(string content, string code)
    {
        var body = WhatsAppBody.ReadContent(content);

        Assert.Empty(body.Items);
        Assert.Equal(("entry[0].changes[0].value.messages[0]", code), body.Unreadable.Select(item => (item.Path, item.Code)).Single());
    }

    [Fact]
    public void Every_reason_is_free_of_identity()
    {
        var body = WhatsAppBody.ReadContent("""  "type":"unsupported","errors":[{"code":131051}],"unsupported":{"type":"6281100000001"}  """);

        Assert.DoesNotContain("6281100000001", Assert.Single(body.Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_item_belongs_to_the_number_it_was_sent_to()
    {
        const string Other = "110000000000159";
        var first = WhatsAppBody.Value("\"messages\":[" + WhatsAppBody.Message("wamid.A", "\"text\":{\"body\":\"a\"}") + "]");
        var second = WhatsAppBody.Value("\"messages\":[" + WhatsAppBody.Message("wamid.B", "\"text\":{\"body\":\"b\"}") + "]").Replace(WhatsAppHub.Number, Other, StringComparison.Ordinal);
        var both = first[..^2] + "," + second[(second.IndexOf("\"entry\":[", StringComparison.Ordinal) + 9)..];

        var accounts = WhatsAppBody.Read(both).Items.Select(item => item.Account);

        Assert.Equal([WhatsAppHub.Number, Other], accounts);
    }

    [Fact]
    public void The_external_id_is_a_hash_that_holds_no_wamid()
    {
        var report = WhatsAppBody.ReadContent("""  "type":"text","text":{"body":"a"},"context":{"id":"wamid.B"}  """).Report();

        Assert.Equal("wa-922b0388a724bde292dd5231", WhatsAppIds.Of("1", "wamid.A"));
        Assert.Equal(WhatsAppIds.Of(WhatsAppHub.Number, "wamid.A"), report.ExternalId);
        Assert.Equal(WhatsAppIds.Of(WhatsAppHub.Number, "wamid.B"), report.Thread!.AnswersTo);
        Assert.Equal("wamid.A", report.Reporter.ReplyTo);
    }

    [Theory]
    [InlineData(" \"latitude\":0,\"longitude\":0 ", 0d, 0d, null)]
    [InlineData(" \"latitude\":\"-6.914744\",\"longitude\":\"107.609810\",\"name\":\"Jembatan Contoh\",\"address\":\"Jl. Contoh 1\" ", -6.914744, 107.60981, "Jembatan Contoh, Jl. Contoh 1")]
    [InlineData(" \"name\":\"Jembatan Contoh\" ", null, null, "Jembatan Contoh")]
    [InlineData(" \"latitude\":500,\"longitude\":1,\"name\":\"Contoh\" ", null, null, "Contoh")]
    public void A_place_keeps_zero_and_reads_strings(string location, double? latitude, double? longitude, string? text)
    {
        var place = WhatsAppBody.ReadContent($"\"type\":\"location\",\"location\":{{{location}}}").Report().Place;

        Assert.Equal((latitude, longitude, text), (place!.Latitude, place.Longitude, place.Text));
    }

    [Theory]
    [InlineData("LPJNul/64gKUXiapiFwUwVtySYJ8FhVfTIbMoOYMhcM=", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")]
    [InlineData("2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")]
    [InlineData("bukan-hash", null)]
    [InlineData("YWJj", null)]
    public void A_digest_is_read_from_base64_or_hex(string written, string? hex)
    {
        var expected = hex is not null && written.EndsWith('=') ? Convert.ToHexStringLower(Convert.FromBase64String(written)) : hex;

        Assert.Equal(expected, WhatsAppMedia.DigestOf(written));
    }

    [Fact]
    public void Errors_on_a_picture_keep_the_words_and_mark_the_attachment()
    {
        var report = WhatsAppBody.ReadContent("""  "type":"image","image":{"caption":"Longsor"},"errors":[{"code":131052,"title":"Media download error","error_data":{"details":"too large"}}]  """).Report();

        Assert.Equal("Longsor", report.Text);
        Assert.Equal("131052: too large", Assert.Single(report.Attachments).Problem);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\\\surat\\\\laporan.pdf", "laporan.pdf")]
    [InlineData("foto\\u202Egpj.exe", "fotogpj.exe")]
    [InlineData("..", null)]
    public void A_file_name_loses_what_a_file_system_would_act_on(string written, string? kept)
    {
        var report = WhatsAppBody.ReadContent($"\"type\":\"document\",\"document\":{{\"id\":\"1\",\"filename\":\"{written}\"}}").Report();

        Assert.Equal(kept, Assert.Single(report.Attachments).FileName);
    }

    [Fact]
    public void A_long_file_name_keeps_its_ending()
    {
        var report = WhatsAppBody.ReadContent($"\"type\":\"document\",\"document\":{{\"id\":\"1\",\"filename\":\"{new string('a', 300)}.pdf\"}}").Report();

        Assert.Equal(new string('a', 145) + "….pdf", Assert.Single(report.Attachments).FileName);
    }

    [Theory]
    [InlineData("\"1787190000\"", "2026-08-20T01:40:00Z")]
    [InlineData("1787190000", "2026-08-20T01:40:00Z")]
    [InlineData("\"0\"", "2026-08-20T03:00:00Z")]
    [InlineData("\"-5\"", "2026-08-20T03:00:00Z")]
    [InlineData("\"besok\"", "2026-08-20T03:00:00Z")]
    [InlineData("\"1787190000000\"", "2026-08-20T03:00:00Z")]
    [InlineData("null", "2026-08-20T03:00:00Z")]
    [InlineData("\"1787195390\"", "2026-08-20T03:09:50Z")]
    [InlineData("\"1787195410\"", "2026-08-20T03:00:00Z")]
    public void A_time_that_is_absent_or_absurd_is_the_time_of_receipt(string timestamp, string expected)
    {
        var body = WhatsAppBody.Read(WhatsAppBody.Messages($$$"""{"from":"6281100000001","id":"wamid.A","timestamp":{{{timestamp}}},"type":"text","text":{"body":"a"}}"""));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), body.Report().OccurredAt);
    }

    [Theory]
    [InlineData("""  "type":"reaction","reaction":{"message_id":"wamid.T","emoji":"\ud83d\udc4d"}  """, "reaction", "👍")]
    [InlineData("""  "type":"reaction","reaction":{"message_id":"wamid.T","emoji":""}  """, "reaction", null)]
    [InlineData("""  "type":"edit","edit":{"original_message_id":"wamid.T","message":{"type":"text","text":{"body":"baru"}}}  """, "edit", "baru")]
    [InlineData("""  "type":"revoke","revoke":{"original_message_id":"wamid.T"}  """, "revoke", null)]
    [InlineData("""  "revoke":{"original_message_id":"wamid.T"}  """, "revoke", null)]
    [InlineData("""  "type":"interactive","context":{"id":"wamid.T"},"interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept"}}  """, "call_permission", null)]
    public void A_signal_points_at_its_message(string content, string kind, string? text)
    {
        var signal = Assert.IsType<InboundSignal>(Assert.Single(WhatsAppBody.ReadContent(content).Items));

        Assert.Equal((kind, WhatsAppIds.Of(WhatsAppHub.Number, "wamid.T"), text), (signal.Kind, signal.TargetExternalId, signal.Text));
    }

    [Fact]
    public void An_edit_under_the_id_of_its_message_is_an_item_of_its_own()
    {
        var body = WhatsAppBody.Read(WhatsAppBody.Messages(
            WhatsAppBody.Message("wamid.A", """  "type":"text","text":{"body":"lama"}  """),
            WhatsAppBody.Message("wamid.A", """  "type":"edit","edit":{"original_message_id":"wamid.A","message":{"text":{"body":"baru"}}}  """)));

        Assert.Equal("1 0 1 0", body.Count());
    }
}
