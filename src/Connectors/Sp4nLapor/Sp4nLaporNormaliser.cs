using System.Text.Json;
using System.Text.Unicode;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>LAPOR!'s words into ours, from the interface's JSON or from the admin site's export; the bytes say which it is.</summary>
internal sealed class Sp4nLaporNormaliser : IReportNormaliser
{
    private static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0];

    public string Channel => Sp4nLaporChannel.Name;

    public NormalisedBody Normalise(RawItem raw) => IsExport(raw) ? Sp4nLaporExportNormaliser.Normalise(raw) : Json(raw.Body);

    private static bool IsExport(RawItem raw) =>
        raw.Body.Span.StartsWith(Zip)
        || raw.Body.Span.StartsWith(CompoundFile)
        || raw.ContentType.StartsWith(Sp4nLaporChannel.Csv, StringComparison.OrdinalIgnoreCase)
        || raw.ContentType is Sp4nLaporChannel.Xlsx or Sp4nLaporChannel.Xls
        || raw.FileName?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) is true;

    private static NormalisedBody Json(ReadOnlyMemory<byte> body)
    {
        using var document = Utf8.IsValid(body.Span) ? JsonReading.TryParse(body) : null;
        if (document is null)
        {
            return new NormalisedBody([], [new UnreadableItem("", "not_json", "The body is neither JSON nor a spreadsheet; fetch it from LAPOR! again.")]);
        }

        var findings = new Sp4nLaporFindings();
        var root = document.RootElement;
        if (root.ValueKind is JsonValueKind.Array)
        {
            Each(root, "", findings);
        }
        else if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array)
        {
            Each(items, "items", findings);
        }
        else
        {
            One(root, "", findings);
        }

        return findings.ToBody();
    }

    private static void Each(JsonElement array, string path, Sp4nLaporFindings findings)
    {
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            One(element, $"{path}[{index}]", findings);
        }
    }

    private static void One(JsonElement element, string path, Sp4nLaporFindings findings)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            findings.Unreadable(path, "unknown_type", "This is neither a report nor a follow-up.");
        }
        else if (element.Child(Sp4nLaporEnvelope.FollowUp) is { } entry)
        {
            Sp4nLaporFollowUpReading.Read(element.Words(Sp4nLaporEnvelope.Report), entry, path, findings);
        }
        else
        {
            Sp4nLaporReportReading.Read(element, path, findings);
        }
    }
}

/// <summary>What one body gave so far: items, and beside them what could not be read.</summary>
internal sealed class Sp4nLaporFindings
{
    private readonly List<InboundItem> items = [];
    private readonly List<UnreadableItem> unreadable = [];

    public void Add(InboundItem item) => items.Add(item);

    public void Unreadable(string path, string code, string reason) => unreadable.Add(new UnreadableItem(path, code, reason));

    public NormalisedBody ToBody() => new(items, unreadable);
}
