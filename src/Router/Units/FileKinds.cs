namespace Hub.Router.Units;

/// <summary>What sort of file some bytes are, by the bytes alone: what a sender calls them is not believed (RELIABILITY T11).</summary>
internal sealed record FileKind(string MediaType, string Ending);

internal static class FileKinds
{
    public static readonly FileKind Unknown = new("application/octet-stream", ".bin");
    public static readonly FileKind Jpeg = new("image/jpeg", ".jpg");
    public static readonly FileKind Png = new("image/png", ".png");
    public static readonly FileKind Webp = new("image/webp", ".webp");
    public static readonly FileKind Pdf = new("application/pdf", ".pdf");

    /// <returns>Null for a kind that is not taken from units.</returns>
    public static FileKind? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Pdf,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Webp,
        _ => null,
    };
}
