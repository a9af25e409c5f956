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

    /// <summary>What the embedded hub is loaded with: plain, named, foreign and unclear matters in turn.</summary>
    private static readonly string[] Matters =
    [
        Clean,
        "Tanggul sungai Citarum di dekat jembatan retak dan air mulai merembes ke kampung. Warga khawatir jebol pada malam hari.",
        "Irigasi sekunder tersumbat lumpur, pintu air rusak, sawah kami sudah dua minggu tidak mendapat air.",
        "Lampu penerangan jalan lingkungan di kampung kami mati semua sejak minggu lalu, mohon diperbaiki oleh pemerintah kota.",
        "Proyek pembangunan gedung sekolah berhenti, pekerja tidak terlihat lagi, besi beton dibiarkan berkarat.",
        "Gerbang tol Jagorawi macet panjang karena alat pembaca kartu sering rusak, antrean sampai satu kilometer.",
        "Mohon keterangan, kepada siapa kami harus bertanya tentang hal yang terjadi di tempat kami?",
    ];

    private const string More = " Kejadian ini sudah kami sampaikan kepada ketua RT dan kepala desa, tetapi belum ada perubahan. Kami bersedia menunjukkan tempatnya kepada petugas kapan saja.";

    /// <summary>A notification holding each of the messages, as Meta sends it.</summary>
    public static byte[] WhatsApp(WhatsAppBodies bodies, int first, int messages, DateTimeOffset at) =>
        WhatsAppWire.Bytes(bodies.Notification(Enumerable.Range(first, messages).Select(number => Value(bodies, number, at))));

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

    private static JsonObject Value(WhatsAppBodies bodies, int number, DateTimeOffset at)
    {
        // Every sender is another person, so that no message joins the one before it.
        var phone = string.Create(CultureInfo.InvariantCulture, $"62811{number:D9}");
        var citizen = new WhatsAppCitizen(phone, $"Warga {number}");
        var message = WhatsAppBodies.Message(citizen, bodies.NewWamid(citizen.Key), at, null);
        message["type"] = "text";
        message["text"] = new JsonObject { ["body"] = $"{Matters[number % Matters.Length]} Catatan {number}.{More}{More}{More}" };
        return bodies.MessageValue(citizen, message);
    }
}
