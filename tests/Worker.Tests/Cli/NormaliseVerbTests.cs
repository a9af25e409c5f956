using System.Text.Json;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub normalise, as a script would use it.</summary>
public sealed class NormaliseVerbTests : IDisposable
{
    private const string WhatsApp = """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
        "metadata":{"display_phone_number":"628110000158","phone_number_id":"110000000000158"},
        "contacts":[{"profile":{"name":"Ratna Kusumawardani"},"wa_id":"6281377004401"}],
        "messages":[{"from":"6281377004401","id":"wamid.uji-1","timestamp":"1772500000","type":"text","text":{"body":"Jalan di depan balai desa berlubang."}},
                    {"from":"6281377004401","id":"wamid.uji-2","timestamp":"1772500001","type":"reaction","reaction":{"message_id":"wamid.uji-1","emoji":"ok"}},
                    {"from":"6281377004401","id":"wamid.uji-3","timestamp":"1772500002","type":"hologram","hologram":{"body":"jenis baru"}}],
        "statuses":[{"id":"wamid.kita","status":"delivered","timestamp":"1772500003","recipient_id":"6281377004401"}]}}]}]}
        """;

    private const string Ticket = """
        {"ticket_no":"CC-2026-000777","version":1,"created_at":"2026-03-02T08:00:00+07:00","updated_at":"2026-03-02T08:00:00+07:00","channel":"phone",
        "caller":{"name":"Ratna Kusumawardani","phone":"+6281377004401","anonymous":false},"report_type":"complaint",
        "subject":"Drainase tersumbat","description":"Drainase di depan pasar tersumbat sejak Senin.","priority":"normal","status":"new","vendor_status":"Baru"}
        """;

    private readonly string folder = ServerFolder.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Each_file_is_one_line_of_counts_and_shows_nobody()
    {
        var (good, bad) = (Write("satu.json", WhatsApp), Write("dua.json", "bukan json"));

        var verb = await HubProcess.RunAsync(["normalise", "--channel", "whatsapp", good, bad], Token);

        Assert.Equal(0, verb.Code);
        Assert.Equal(2, verb.Lines.Count);
        Assert.Equal((good, 1, 1, 1, 1), Counts(verb.Lines[0]));
        Assert.Equal((bad, 0, 0, 0, 1), Counts(verb.Lines[1]));
        Assert.DoesNotContain("81377004401", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Ratna", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Kusumawardani", verb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_of_158_is_one_report_and_shows_nobody()
    {
        var file = Write("tiket.json", Ticket);

        var verb = await HubProcess.RunAsync(["normalise", "--channel", "cc158", file], Token);

        Assert.Equal(0, verb.Code);
        Assert.Equal((file, 1, 0, 0, 0), Counts(Assert.Single(verb.Lines)));
        Assert.Contains("Drainase", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Ratna", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("81377004401", verb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_lapor_is_read_row_by_row()
    {
        await using var lapor = await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(TimeProvider.System), Token);
        lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan rusak", "Jalan rusak di dekat pasar.") { ReporterName = "Ratna Kusumawardani", ReporterPhone = "081377004401" });
        lapor.Desk.AddReport(new Sp4nLaporSubmission("Banjir", "Banjir setiap hujan."));
        var file = Path.Combine(folder, "laporan.xlsx");
        await File.WriteAllBytesAsync(file, lapor.Export(), Token);

        var verb = await HubProcess.RunAsync(["normalise", "--channel", "sp4n", file], Token);

        Assert.Equal(0, verb.Code);
        Assert.Equal((file, 2, 0, 0, 0), Counts(Assert.Single(verb.Lines)));
        Assert.DoesNotContain("Ratna", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("81377004401", verb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_66_and_the_others_are_read_all_the_same()
    {
        var verb = await HubProcess.RunAsync(["normalise", "--channel", "whatsapp", Path.Combine(folder, "tidak-ada.json"), Write("ada.json", WhatsApp)], Token);

        Assert.Equal(66, verb.Code);
        Assert.Single(verb.Lines);
        Assert.Contains("tidak-ada.json", verb.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_channel_is_refused_with_the_known_ones()
    {
        var verb = await HubProcess.RunAsync(["normalise", "--channel", "telegram", Write("satu.json", WhatsApp)], Token);

        Assert.NotEqual(0, verb.Code);
        Assert.All(["whatsapp", "cc158", "sp4n"], channel => Assert.Contains(channel, verb.Complaint, StringComparison.Ordinal));
    }

    /// <summary>Exactly these members in this order.</summary>
    private static (string File, int Messages, int Statuses, int Signals, int Quarantined) Counts(string line)
    {
        var counts = JsonElement.Parse(line);
        Assert.Equal(["file", "messages", "statuses", "signals", "quarantined", "items"], counts.EnumerateObject().Select(member => member.Name));
        int Count(string name) => counts.GetProperty(name).GetInt32();
        Assert.Equal(Count("messages") + Count("statuses") + Count("signals") + Count("quarantined"), counts.GetProperty("items").GetArrayLength());
        return (counts.GetProperty("file").GetString()!, Count("messages"), Count("statuses"), Count("signals"), Count("quarantined"));
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
