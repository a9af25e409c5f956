using System.Text;
using System.Text.Json.Nodes;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158NormaliserTests
{
    private const string Ticket = """
        {"ticket_no":"158-2026-000123","version":4,"created_at":"2026-08-20T10:15:00+07:00","updated_at":"2026-08-20T10:20:00+07:00",
         "channel":"phone","caller":{"name":"Sari Contoh","phone":"0812-0000-0158","phone_raw":"081200000158","anonymous":false,"email":"sari@example.com","address_text":"Jl. Contoh 1"},
         "report_type":"complaint","category":{"code":"JLN","name":"Jalan dan Jembatan"},"subcategory":{"code":"LBG","name":"Jalan berlubang"},
         "subject":"Lubang di jalan nasional","description":"Lubang sedalam 20 cm di lajur kiri.",
         "location":{"text":"Km 12 arah kota","region_code":"320405","lat":-6.9,"lon":107.6},
         "priority":"high","status":"assigned","vendor_status":"Diteruskan",
         "attachments":[{"id":"A1","file_name":"foto.jpg","mime_type":"image/jpeg","size_bytes":1024,"sha256":"ABCD"}]}
        """;

    [Fact]
    public void A_ticket_becomes_a_report()
    {
        var report = Report(Ticket);

        Assert.Equal("158-2026-000123", report.ExternalId);
        Assert.Equal("4", report.ContentVersion);
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 3, 15, 0, TimeSpan.Zero), report.OccurredAt);
        Assert.Equal(ReportClass.Complaint, report.Class);
        Assert.Equal("Jalan dan Jembatan > Jalan berlubang", report.Category);
        Assert.Equal("Lubang di jalan nasional", report.Title);
        Assert.Equal("Lubang sedalam 20 cm di lajur kiri.", report.Text);
        Assert.Equal(new ReportPlace("Km 12 arah kota", "32.04.05", Latitude: -6.9, Longitude: 107.6), report.Place);
        Assert.Equal(("Diteruskan", null), (report.ChannelWord, report.ChannelState));
        Assert.Equal(new InboundAttachment("158-2026-000123/A1", "image/jpeg", "foto.jpg", 1024, "abcd"), Assert.Single(report.Attachments));
        Assert.Equal(("Sari Contoh", "+6281200000158", "sari@example.com", "Jl. Contoh 1"), (report.Reporter.Name, report.Reporter.Phone, report.Reporter.Email, report.Reporter.Address));
        Assert.Equal(new ChannelIdentity("phone", "+6281200000158"), Assert.Single(report.Reporter.ChannelIdentities));
    }

    [Theory]
    [InlineData("new", null)]
    [InlineData("assigned", null)]
    [InlineData("in_progress", null)]
    [InlineData("waiting_citizen", null)]
    [InlineData("waiting_third_party", null)]
    [InlineData("resolved", null)] // an echo of ours, or an operator who speaks for nobody
    [InlineData("rejected", null)]
    [InlineData("closed", ReportState.Closed)]
    [InlineData("cancelled", ReportState.Withdrawn)]
    [InlineData("duplicate", ReportState.Merged)]
    public void A_status_word_means_only_what_the_channel_alone_decides(string word, ReportState? state)
    {
        var body = Read(With("status", word));

        Assert.Empty(body.Unreadable);
        Assert.Equal(state, Assert.IsType<InboundReport>(Assert.Single(body.Items)).ChannelState);
    }

    [Theory]
    [InlineData("status", "eskalasi", "unknown_word")]
    [InlineData("status", null, "bad_field")]
    [InlineData("report_type", "pujian", "unknown_word")]
    [InlineData("created_at", "2026-08-20T10:15:00", "naive_time")]
    [InlineData("created_at", "20/08/2026 10:15", "bad_field")]
    [InlineData("created_at", null, "bad_field")]
    public void A_field_that_cannot_be_read_is_told_and_the_report_is_kept(string field, string? value, string code)
    {
        var body = Read(With(field, value));

        var report = Assert.IsType<InboundReport>(Assert.Single(body.Items));
        Assert.Null(report.ChannelState);
        var told = Assert.Single(body.Unreadable);
        Assert.Equal(($"$.{field}", code), (told.Path, told.Code));
    }

    [Fact]
    public void A_naive_time_gives_way_to_the_time_of_receipt() =>
        Assert.Equal(Desk.Morning, Report(With("created_at", "2026-08-20T10:15:00")).OccurredAt);

    [Theory]
    [InlineData("ticket_no", null, "$.ticket_no", "bad_field")]
    [InlineData("ticket_no", "  ", "$.ticket_no", "bad_field")]
    [InlineData("ticket_no", "..", "$.ticket_no", "bad_field")]
    [InlineData("ticket_no", "158-2026-000123-158-2026-000123-158-2026-000123", "$.ticket_no", "bad_field")]
    [InlineData("description", null, "$.description", "no_content")]
    [InlineData("description", " \n", "$.description", "no_content")]
    public void A_ticket_without_what_is_required_is_unreadable(string field, string? value, string path, string code)
    {
        var body = Read(With(field, value));

        Assert.Empty(body.Items);
        var told = Assert.Single(body.Unreadable);
        Assert.Equal((path, code), (told.Path, told.Code));
    }

    [Theory]
    [InlineData("Halaman galat")]
    [InlineData("")]
    [InlineData("{\"ticket_no\":")]
    public void What_is_not_json_is_told_once(string body)
    {
        var read = Read(body);

        Assert.Empty(read.Items);
        Assert.Equal("not_json", Assert.Single(read.Unreadable).Code);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("[[]]")]
    [InlineData("{\"items\":[null]}")]
    [InlineData("{\"items\":{}}")]
    public void A_strange_body_is_told_and_throws_nothing(string body)
    {
        var read = Read(body);

        Assert.Empty(read.Items);
        Assert.Single(read.Unreadable);
    }

    [Theory]
    [InlineData("{\"items\":[TICKET,{\"version\":1},TICKET],\"next_cursor\":\"a\"}", "items[1].ticket_no")]
    [InlineData("[TICKET,{\"version\":1},TICKET]", "$[1].ticket_no")]
    public void In_a_file_of_many_each_ticket_stands_alone(string body, string path)
    {
        var read = Read(body.Replace("TICKET", Ticket, StringComparison.Ordinal));

        Assert.Equal(2, read.Items.Count);
        Assert.Equal(path, Assert.Single(read.Unreadable).Path);
    }

    [Fact]
    public void The_replies_of_a_caller_are_follow_ups_and_the_words_of_others_are_not()
    {
        var read = Read("""
            {"ticket_no":"158-2026-000123","events":[
              {"id":"E1","type":"created","at":"2026-08-20T10:15:00+07:00","role":"agent"},
              {"id":"E2","type":"note","at":"2026-08-20T11:00:00+07:00","role":"caller","text":"Sudah makin lebar."},
              {"id":"E3","type":"status","at":"2026-08-20T11:05:00+07:00","role":"hub","text":"Tim turun besok.","update_id":"x"},
              {"id":"E4","type":"note","at":"2026-08-20T11:10:00","role":"citizen","text":"Terima kasih."},
              {"id":"E5","type":"note","at":"2026-08-20T11:10:00+07:00","role":"tetangga","text":"Saya juga."},
              {"type":"note","at":"2026-08-20T11:10:00+07:00","role":"caller","text":"Tanpa nomor."},
              {"id":"E7","type":"note","at":"2026-08-20T11:10:00+07:00","role":"caller"}]}
            """);

        Assert.Equal(
            [("158-2026-000123#E2", "Sudah makin lebar."), ("158-2026-000123#E4", "Terima kasih.")],
            read.Items.Cast<InboundFollowUp>().Select(reply => (reply.ExternalId, reply.Text)));
        Assert.All(read.Items.Cast<InboundFollowUp>(), reply => Assert.Equal("158-2026-000123", reply.ReportExternalId));
        Assert.Equal(
            [("events[3].at", "naive_time"), ("events[4].role", "unknown_word"), ("events[5].id", "bad_field"), ("events[6].text", "no_content")],
            read.Unreadable.Select(told => (told.Path, told.Code)));
    }

    [Fact]
    public void A_ticket_carries_the_replies_of_its_caller()
    {
        var read = Read(With("events", JsonNode.Parse("""[{"id":"E2","at":"2026-08-20T11:00:00+07:00","role":"caller","text":"Sudah makin lebar."}]""")));

        Assert.Equal(["158-2026-000123", "158-2026-000123#E2"], read.Items.Select(item => item.ExternalId));
    }

    [Theory]
    [InlineData("""{"ticket_no":"158-1","version":9,"updated_at":"2026-08-20T10:15:00+07:00","deleted":true}""", ReportState.Withdrawn)]
    [InlineData("""{"ticket_no":"158-1","version":9,"updated_at":"2026-08-20T10:15:00+07:00","deleted":true,"merged_into":"158-2"}""", ReportState.Merged)]
    public void A_tombstone_takes_the_report_away(string body, ReportState state)
    {
        var status = Assert.IsType<InboundStatus>(Assert.Single(Read(body).Items));

        Assert.Equal(("158-1:9", "158-1", "deleted", state), (status.ExternalId, status.ReportExternalId, status.Word, status.State));
    }

    [Fact]
    public void An_anonymous_caller_is_known_to_the_vault_alone()
    {
        var report = Report(With("caller", JsonNode.Parse("""{"name":"Sari Contoh","phone":"+6281200000158","anonymous":true}""")));

        Assert.True(report.Sensitivity.Anonymous);
        Assert.Equal("Sari Contoh", report.Reporter.Name);
        Assert.DoesNotContain("Sari", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0158", report.ToString().Replace(report.ExternalId, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_that_is_neither_yes_nor_no_protects_the_caller()
    {
        var read = Read(With("caller", JsonNode.Parse("""{"name":"Sari Contoh","anonymous":"mungkin"}""")));

        Assert.True(Assert.IsType<InboundReport>(Assert.Single(read.Items)).Sensitivity.Anonymous);
        Assert.Equal("$.caller.anonymous", Assert.Single(read.Unreadable).Path);
    }

    [Fact]
    public void A_number_that_cannot_be_read_is_told_without_showing_it()
    {
        var read = Read(With("caller", JsonNode.Parse("""{"phone":"12345","anonymous":false}""")));

        Assert.Null(Assert.IsType<InboundReport>(Assert.Single(read.Items)).Reporter.Phone);
        var told = Assert.Single(read.Unreadable);
        Assert.Equal("$.caller.phone", told.Path);
        Assert.DoesNotContain("12345", told.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lat":-33.86,"lon":151.2,"text":"Pelabuhan"}""", "Pelabuhan (koordinat menurut 158: -33.86, 151.2)")] // not Indonesia
    [InlineData("""{"lat":-6.9}""", "(koordinat menurut 158: -6.9, ?)")] // one alone says nothing
    [InlineData("""{"lat":"107.6","lon":"-6.9"}""", "(koordinat menurut 158: 107.6, -6.9)")] // swapped
    public void Coordinates_that_are_no_place_here_stay_in_the_text(string location, string text) =>
        Assert.Equal(new ReportPlace(text), Report(With("location", JsonNode.Parse(location))).Place);

    [Theory]
    [InlineData("32", "32")]
    [InlineData("3204", "32.04")]
    [InlineData("32.04.05", "32.04.05")]
    [InlineData("3204052001", "32.04.05.2001")]
    public void A_region_code_gets_its_dots(string written, string code) =>
        Assert.Equal(code, Report(With("location", new JsonObject { ["region_code"] = written })).Place!.RegionCode);

    [Fact]
    public void A_ticket_without_a_version_is_compared_by_its_bytes()
    {
        var first = Report(With("version", null)).ContentVersion;

        Assert.StartsWith("sha256-", first, StringComparison.Ordinal);
        Assert.Equal(first, Report(With("version", null)).ContentVersion);
    }

    private static NormalisedBody Read(string body) =>
        new ContactCenter158Normaliser().Normalise(new RawItem("cc158", "cc158", Encoding.UTF8.GetBytes(body), Desk.Morning));

    private static InboundReport Report(string body) => Assert.IsType<InboundReport>(Assert.Single(Read(body).Items));

    private static string With(string field, JsonNode? value)
    {
        var ticket = JsonNode.Parse(Ticket)!.AsObject();
        ticket[field] = value;
        return ticket.ToJsonString();
    }
}
