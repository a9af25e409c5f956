using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks;

/// <summary>Reports written for measuring; people, numbers and places of events are invented.</summary>
internal static class Samples
{
    public const string Clean =
        "Jalan nasional ruas Ciawi arah Puncak berlubang sepanjang 200 meter, dalamnya sekitar 20 cm. Setiap hujan lubang tertutup air dan sudah beberapa pengendara motor jatuh. Mohon segera ditambal sebelum musim hujan.";

    public const string WithIdentity =
        "Saya Wati Contoh, NIK 3204015203900001, telepon 0812-0000-0158 atau +62 811 0000 159, surel wati@contoh.test. Irigasi di desa kami jebol sejak 12 Agustus 2026, sawah 40 hektar kering. Tiket lama 158-2026-000123.";

    /// <summary>What the hub is loaded with: each is beyond doubt a matter of some unit of the ministry.</summary>
    public static readonly IReadOnlyList<string> Routable =
    [
        "Jalan tol Cipularang berlubang besar di KM 92 arah Bandung, membahayakan pengendara.",
        "Jalan nasional Jalan Lintas Sumatera rusak parah dan berlubang sepanjang dua ratus meter di Aceh Timur.",
        "Tanggul Sungai Citarum jebol dan banjir menggenangi ratusan rumah di Kabupaten Bandung, mohon perbaikan tanggul.",
        "Jembatan di jalan nasional Jalur Pantai Utara Jawa retak dan lantai jembatan berlubang, mohon segera diperbaiki.",
        "Gerbang tol Jagorawi macet karena gardu tol dan pembaca kartu tol rusak setiap pagi, mohon perbaikan jalan tol.",
        "Bendungan Rukoh bocor, air merembes dari tubuh bendungan dan warga di hilir khawatir bendungan jebol.",
        "Jalur pantura rusak parah, jalan nasional berlubang di banyak titik dan sudah beberapa pengendara motor jatuh.",
        "Sungai Ciliwung meluap karena pendangkalan dan sampah, mohon normalisasi sungai sebelum musim hujan.",
    ];

    private const string Note = "Catatan ";
    private const string More = " Kejadian ini sudah kami sampaikan berkali-kali, tetapi belum ada perubahan sampai hari ini. Kami bersedia menunjukkan tempatnya kepada petugas kapan saja.";

    private static readonly string[] Fillers =
    [
        "warga", "setiap", "kampung", "pagi", "anak", "sekolah", "bersama", "sudah", "belum", "kami", "mereka", "tetangga", "sore", "minggu", "bulan", "petugas", "datang", "melihat",
        "menunggu", "berharap", "segera", "tolong", "mohon", "terima", "kasih", "lama", "baru", "besok", "kemarin", "hari", "malam", "siang", "ibu", "bapak", "keluarga", "usaha", "toko",
    ];

    /// <summary>A notification holding each of the messages, as Meta sends it.</summary>
    public static byte[] WhatsApp(WhatsAppBodies bodies, int first, int messages, DateTimeOffset at) =>
        WhatsAppWire.Bytes(bodies.Notification(Enumerable.Range(first, messages).Select(number => Value(bodies, number, Text(Opening(number), number, 0), at))));

    /// <summary>A notification of one report of about so many bytes; the usual one has 1.2 KB.</summary>
    public static byte[] WhatsApp(WhatsAppBodies bodies, int number, string text, DateTimeOffset at) => WhatsAppWire.Bytes(bodies.Notification(Value(bodies, number, text, at)));

    public static string Opening(int number) => Routable[number % Routable.Count];

    /// <param name="more">So many bytes of further words; in random order, so that a store that compresses does not gain from a repeated text.</param>
    public static string Text(string opening, int number, int more)
    {
        var text = new StringBuilder($"{opening} {Note}{number}.{More}{More}{More}", more + 1200);
        var dice = new Random(number);
        for (var wanted = text.Length + more; text.Length < wanted;)
        {
            text.Append(' ').Append(Fillers[dice.Next(Fillers.Length)]);
        }

        return text.ToString();
    }

    /// <returns>The number that a report of ours carries in its text; null for any other.</returns>
    public static int? NumberIn(ReadOnlySpan<byte> message)
    {
        var at = message.IndexOf("Catatan "u8);
        return at >= 0 && Utf8Parser.TryParse(message[(at + Note.Length)..], out int number, out _) ? number : null;
    }

    public static byte[] ContactCenter158 { get; } = Encoding.UTF8.GetBytes("""
        {"ticket_no":"158-2026-000777","version":2,"created_at":"2026-08-20T10:15:00+07:00","updated_at":"2026-08-20T10:20:00+07:00",
         "channel":"phone","caller":{"name":"Rini Contoh","phone":"0812-0000-0777","phone_raw":"081200000777","anonymous":false,"email":"rini@contoh.test","address_text":"Jl. Contoh 7"},
         "report_type":"complaint","category":{"code":"JLN","name":"Jalan dan Jembatan"},"subcategory":{"code":"LBG","name":"Jalan berlubang"},
         "subject":"Lubang di jalan nasional","description":"Lubang sedalam 20 cm di lajur kiri, sudah ada pengendara yang jatuh.",
         "location":{"text":"Km 12 arah kota","region_code":"320405","lat":-6.9,"lon":107.6},"priority":"high","status":"assigned","vendor_status":"Diteruskan",
         "attachments":[{"id":"A1","file_name":"foto.jpg","mime_type":"image/jpeg","size_bytes":1024,"sha256":"ABCD"}]}
        """);

    public static byte[] Sp4nLapor { get; } = Encoding.UTF8.GetBytes("""
        {"tracking_id":9180001,"created_at":"2026-08-17T08:30:00+07:00","updated_at":"2026-08-17T09:00:00+07:00","title":"Jalan rusak",
         "content_initial":"Lubang di depan pasar.","content_final":"Lubang di depan pasar, dua pengendara jatuh minggu ini.","classification":"Pengaduan tidak berkadar pengawasan",
         "category":{"id":"13","name":"Jalan Nasional","parent_id":"3","parent_name":"Pekerjaan Umum dan Penataan Ruang"},
         "anonymous":false,"secret":"0","source":"Website","status":"Terdisposisi","province":"Jawa Barat","regency":"Kab. Bandung","lat":-6.9,"lon":"107.6",
         "reporter":{"name":"Budi Contoh","phone":"0811-0000-0001","email":"budi@contoh.test"},
         "attachments":[{"url":"https://storage.contoh.test/b.pdf","media_type":"application/pdf","name":"b.pdf","size":12}],"support_count":3}
        """);

    private static JsonObject Value(WhatsAppBodies bodies, int number, string text, DateTimeOffset at)
    {
        // Every sender is another person, so that no message joins the one before it.
        var phone = string.Create(CultureInfo.InvariantCulture, $"62811{number:D9}");
        var citizen = new WhatsAppCitizen(phone, $"Warga {number}");
        var message = WhatsAppBodies.Message(citizen, bodies.NewWamid(citizen.Key), at, null);
        message["type"] = "text";
        message["text"] = new JsonObject { ["body"] = text };
        return bodies.MessageValue(citizen, message);
    }
}
