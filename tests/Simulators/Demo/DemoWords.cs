namespace Hub.Simulators.Demo;

/// <summary>What citizens of the demo add to their reports.</summary>
internal static class DemoWords
{
    public const string More = "Tambahan: sampai siang ini belum ada petugas yang datang, mohon segera dicek ya.";

    public const string Answer = "Lokasinya persis di depan balai desa, masih seperti itu sampai hari ini. Terima kasih.";
}
