using System.Text;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public class PictureMetadataTests
{
    private const string Canary = "GPS-6.5601,107.4412 Kamera Sari";

    [Fact]
    public void A_JPEG_keeps_its_picture_and_loses_every_word_also_behind_its_end()
    {
        byte[] picture = [.. Segment(0xDB, [1, 2, 3]), .. Segment(0xC0, [8, 0, 1]), .. Segment(0xDA, [1]), 0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD0, 0x33, .. Segment(0xC4, [9]), .. Segment(0xDA, [2]), 0x44];
        byte[] bytes = [0xFF, 0xD8, .. Segment(0xE0, Words("JFIF\0\u0001\u0002\u0001\0\u0001\0\u0001\0\0")), .. Segment(0xE1, Words("Exif\0\0" + Canary)), .. Segment(0xE2, Words("MPF\0" + Canary)),
            .. Segment(0xFE, Words(Canary)), .. picture, 0xFF, 0xD9, 0xFF, 0xD8, .. Segment(0xE1, Words(Canary)), 0xFF, 0xD9];

        var stripped = PictureMetadata.Strip(bytes);

        Assert.Equal((byte[])[0xFF, 0xD8, .. Segment(0xE0, Words("JFIF\0\u0001\u0002\u0001\0\u0001\0\u0001\0\0")), .. picture, 0xFF, 0xD9], stripped);
    }

    [Fact]
    public void A_PNG_keeps_its_picture_and_loses_texts_times_and_EXIF()
    {
        byte[] head = [0x89, .. "PNG\r\n\u001a\n"u8];
        byte[] bytes = [.. head, .. Chunk("IHDR", [1]), .. Chunk("tEXt", Words(Canary)), .. Chunk("eXIf", Words(Canary)), .. Chunk("IDAT", [7, 7]), .. Chunk("tIME", [1]), .. Chunk("IEND", []), .. Words(Canary)];

        Assert.Equal((byte[])[.. head, .. Chunk("IHDR", [1]), .. Chunk("IDAT", [7, 7]), .. Chunk("IEND", [])], PictureMetadata.Strip(bytes));
    }

    [Theory]
    [InlineData("%PDF-1.4\n")]
    [InlineData("RIFFxxxxWEBPVP8 ")]
    [InlineData("sembarang")]
    public void Of_what_it_does_not_know_it_gives_nothing(string bytes) => Assert.Null(PictureMetadata.Strip(Words(bytes)));

    [Fact]
    public void A_picture_that_is_cut_anywhere_gives_nothing_or_a_picture_without_words()
    {
        byte[] whole = [0xFF, 0xD8, .. Segment(0xE1, Words(Canary)), .. Segment(0xDB, [1, 2]), .. Segment(0xDA, [1]), 0x11, 0xFF, 0xD9];
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(PictureMetadata.Strip(whole.AsSpan(0, length)));
        }

        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(PictureMetadata.Strip(whole)!), StringComparison.Ordinal);
    }

    private static byte[] Words(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Chunk(string name, byte[] content) => [0, 0, 0, (byte)content.Length, .. Encoding.ASCII.GetBytes(name), .. content, 1, 2, 3, 4];
}
