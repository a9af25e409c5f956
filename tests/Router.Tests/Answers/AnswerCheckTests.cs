using Hub.Contracts.Reports;
using Hub.Router.Answers;

namespace Hub.Router.Tests.Answers;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData("Jalan sudah ditambal pada 3 Maret 2026.")]
    [InlineData("Sudah ditangani.")] // short, and says it
    [InlineData("Terima kasih atas laporan Anda. Tim turun ke KM 92+300 hari ini.")]
    [InlineData("Yth. Bapak/Ibu, perbaikan selesai 80 persen dengan biaya Rp 1.250.000.000.")]
    [InlineData("Laporan Saudara. Tim Kami sudah memeriksa lokasi.")] // an end of a sentence is no name
    [InlineData("Sudah kami sampaikan kepada Bapak Kepala Balai dan Ibu Camat.")]
    [InlineData("Perbaikan Jalan Ibu Inggit Garnasih dan Jl. Pak Kasih dimulai Senin.")] // streets are no persons
    [InlineData("Mohon menghubungi Bapak PPK di kantor kami.")]
    [InlineData("Silakan hubungi Contact Center 158.")]
    public void A_good_answer_goes(string note) => Assert.Null(AnswerCheck.Fault(Answer(note)));

    [Theory]
    [InlineData("Hubungi 0812-3456-7890 untuk jadwal perbaikan.", "telephone")]
    [InlineData("Kirim foto ke petugas.jalan@gmail.com ya.", "e-mail")]
    [InlineData("Data Anda, NIK 3204051708900001, sudah kami catat.", "NIK")]
    [InlineData("Petugas kami, Bapak Joko Susilo, akan datang.", "name")]
    [InlineData("Laporan a.n. Rina Wulandari sudah kami teruskan.", "name")]
    [InlineData("Yth. Sdri. Hj. Aminah, air sudah mengalir.", "name")]
    [InlineData("-", "says nothing")]
    [InlineData("...", "says nothing")]
    [InlineData("Terima kasih atas laporan Anda.", "says nothing")]
    [InlineData("Akan segera kami tindaklanjuti", "says nothing")]
    [InlineData("Yth. {{nama}}, jalan sudah diperbaiki.", "template")]
    [InlineData("Perbaikan dimulai tanggal [isi tanggal].", "template")]
    [InlineData("Perbaikan selesai pada .......... 2026.", "template")]
    public void A_bad_answer_is_refused_with_what_is_wrong_and_without_a_word_of_it(string note, string word)
    {
        var fault = AnswerCheck.Fault(Answer(note))!;

        Assert.Contains(word, fault);
        Assert.StartsWith("publicNote cannot go to the citizen: ", fault);
        Assert.All(["0812", "gmail", "3204", "Joko", "Rina", "Aminah", "{{", "[isi"], secret => Assert.DoesNotContain(secret, fault));
    }

    [Theory]
    [InlineData("Anggaran belum turun, tunggu revisi DIPA bulan depan", "Mohon maaf, anggaran belum turun, tunggu revisi DIPA bulan depan.", true)]
    [InlineData("Kontraktor wanprestasi", "Kontraktor wanprestasi sehingga tertunda.", false)] // two words are no note
    [InlineData("Kontraktor PT X wanprestasi", "Tertunda karena kontraktor PT X wanprestasi.", true)]
    [InlineData("Pelapor pernah marah-marah di kantor, hati-hati menjawab laporan ini", "Jalan sudah diperbaiki.", false)]
    [InlineData("Catatan: anggaran 2026 sudah habis dipakai untuk ruas lain", "Kami tunda; ANGGARAN 2026, SUDAH habis; dipakai untuk.", true)] // signs and capitals hide nothing
    [InlineData(null, "Jalan sudah diperbaiki.", false)]
    public void Words_of_the_internal_note_stay_inside(string? inner, string note, bool refused) =>
        Assert.Equal(refused, AnswerCheck.Fault(Answer(note) with { InternalNote = inner })?.Contains("internalNote", StringComparison.Ordinal) ?? false);

    [Theory]
    [InlineData("Yth. Bapak Budi Santoso, jalan sudah ditambal.", "Budi Santoso", true)]
    [InlineData("Yth. Pak Budi, jalan sudah ditambal.", "Budi Santoso", true)]
    [InlineData("Yth. Bapak Budi Hartono, jalan sudah ditambal.", "Budi Santoso", false)] // somebody else
    [InlineData("Yth. Bapak Budi, jalan sudah ditambal.", null, false)] // anonymous, or merged with others
    public void The_reporter_alone_may_be_named(string note, string? allowed, bool goes) => Assert.Equal(goes, AnswerCheck.Fault(Answer(note) with { AllowedName = allowed }) is null);

    [Fact]
    public void Each_channel_that_is_told_has_its_length()
    {
        var answer = Answer(new string('a', 450)) with { Channels = [("sp4n", 4000), ("whatsapp", 400)] };

        var fault = AnswerCheck.Fault(answer)!;

        Assert.Contains("450 characters and whatsapp takes 400 now", fault);
        Assert.DoesNotContain("sp4n", fault);
        Assert.Null(AnswerCheck.Fault(answer with { PublicNote = new string('a', 400) + " \n" }));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var fault = AnswerCheck.Fault(Answer("Bapak Joko Susilo, 081234567890, {{isi}}"))!;

        Assert.All(["telephone", "name", "template"], word => Assert.Contains(word, fault));
        Assert.DoesNotContain("Joko", fault);
        Assert.DoesNotContain("0812", fault);
    }

    [Fact]
    public void A_word_that_needs_no_note_may_have_a_short_one() => Assert.Null(AnswerCheck.Fault(Answer("Terima kasih") with { State = ReportState.InProgress }));

    private static AnswerText Answer(string note) => new(ReportState.Answered, note, null);
}
