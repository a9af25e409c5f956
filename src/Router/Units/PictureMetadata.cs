using System.Buffers.Binary;
using System.Text;

namespace Hub.Router.Units;

/// <summary>
/// Takes out of a picture what is not the picture: place, device, names, thumbnails. It walks over the parts by their lengths and
/// never decodes (RELIABILITY T10, T12). What it does not know it gives nothing of.
/// </summary>
internal static class PictureMetadata
{
    private const byte StartOfScan = 0xDA;
    private const byte End = 0xD9;
    private const byte Comment = 0xFE;
    private const int BareHead = 18;

    /// <summary>Colours and shape of a PNG; texts, times and EXIF are not among them.</summary>
    private static readonly HashSet<string> Drawn = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"];

    /// <returns>Null when the bytes are neither a JPEG nor a PNG, or a broken one.</returns>
    public static byte[]? Strip(ReadOnlySpan<byte> bytes) => FileKinds.Of(bytes) switch
    {
        var kind when kind == FileKinds.Jpeg => Jpeg(bytes),
        var kind when kind == FileKinds.Png => Png(bytes),
        _ => null,
    };

    private static byte[]? Jpeg(ReadOnlySpan<byte> bytes)
    {
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..2]);
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var marker = bytes[at + 1];
            var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (end < at + 4 || end > bytes.Length)
            {
                return null;
            }

            if (marker is StartOfScan)
            {
                end = EndOfScan(bytes, end);
            }

            if (IsDrawn(marker, end - at))
            {
                kept.Write(bytes[at..end]);
            }

            at = end;
            if (at + 2 <= bytes.Length && bytes[at] == 0xFF && bytes[at + 1] == End)
            {
                // What comes after the end of the picture may be another one, with all its words.
                kept.Write(bytes[at..(at + 2)]);
                return kept.ToArray();
            }
        }

        return null;
    }

    /// <summary>JFIF's own head, if it holds no small picture, and Adobe's note on colours stay, since a viewer needs them.</summary>
    private static bool IsDrawn(byte marker, int length) => marker is 0xEE or (not Comment and (< 0xE0 or > 0xEF)) || (marker is 0xE0 && length == BareHead);

    /// <summary>Where the next part begins after the drawn lines, in which FF is followed by 00 or by a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int at)
    {
        while (at + 1 < bytes.Length && !(bytes[at] == 0xFF && bytes[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7))))
        {
            at++;
        }

        return at;
    }

    private static byte[]? Png(ReadOnlySpan<byte> bytes)
    {
        const int Head = 8;
        const int Frame = 12;
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..Head]);
        for (var at = Head; at + Frame <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - Frame)
            {
                return null;
            }

            var name = Encoding.ASCII.GetString(bytes.Slice(at + 4, 4));
            var end = at + Frame + (int)length;
            if (Drawn.Contains(name))
            {
                kept.Write(bytes[at..end]);
            }

            if (name is "IEND")
            {
                return kept.ToArray();
            }

            at = end;
        }

        return null;
    }
}
