using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance.Reference;

internal sealed class ReferenceNormaliser(Fault fault) : IReportNormaliser
{
    private int read;

    public string Channel => "rujukan";

    public NormalisedBody Normalise(RawItem raw)
    {
        List<InboundItem> items = [];
        List<UnreadableItem> unreadable = [];
        using var document = Parse(raw.Body.Span, unreadable);
        if (document is not null)
        {
            ReadBody(document.RootElement, raw, items, unreadable);
        }

        if (fault is Fault.BadItemSpoilsBody && unreadable.Any(one => one.Code is "no_content"))
        {
            items.Clear();
        }

        if (fault is Fault.ItemsReversed)
        {
            items.Reverse();
        }

        return new NormalisedBody(items, unreadable);
    }

    private JsonDocument? Parse(ReadOnlySpan<byte> body, List<UnreadableItem> unreadable)
    {
        if (fault is not Fault.MarkIsNotJson && body.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[Encoding.UTF8.Preamble.Length..];
        }

        var bytes = Utf8.IsValid(body) || fault is not Fault.GuessesLatin1 ? body.ToArray() : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(body));
        try
        {
            return Utf8.IsValid(bytes) ? JsonDocument.Parse(bytes) : throw new JsonException();
        }
        catch (JsonException broken)
        {
            var silent = fault switch
            {
                Fault.CutBodyIsEmpty => bytes is [(byte)'{', ..] && Utf8.IsValid(bytes),
                Fault.WebPageIsEmpty => bytes is [(byte)'<', ..],
                Fault.NothingIsEmpty => bytes.Length == 0,
                _ => false,
            };
            if (fault is Fault.DeepBodyThrows && bytes is [(byte)'[', ..])
            {
                throw new InvalidOperationException("Too deep.", broken);
            }

            if (!silent)
            {
                unreadable.Add(new UnreadableItem("$", "not_json", "The body is not JSON; look at the raw bytes."));
            }

            return null;
        }
    }

    private void ReadBody(JsonElement root, RawItem raw, List<InboundItem> items, List<UnreadableItem> unreadable)
    {
        if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("items", out var list) && list.ValueKind is JsonValueKind.Array)
        {
            foreach (var (index, item) in list.EnumerateArray().Index())
            {
                ReadItem(item, string.Create(CultureInfo.InvariantCulture, $"items[{index}]"), raw, (items, unreadable));
            }
        }
        else
        {
            ReadItem(root, "$", raw, (items, unreadable));
        }
    }

    private void ReadItem(JsonElement item, string path, RawItem raw, (List<InboundItem> Items, List<UnreadableItem> Unreadable) found)
    {
        if (item.ValueKind is not JsonValueKind.Object)
        {
            found.Unreadable.Add(new UnreadableItem(path, "unknown_type", "This is no report."));
        }
        else if (!item.TryGetProperty("text", out var text))
        {
            found.Unreadable.Add(new UnreadableItem($"{path}.text", "no_content", "The report has no words; ask the channel for them."));
        }
        else
        {
            found.Items.Add(Report(item, path, raw, found.Unreadable) with { Text = text.GetString()! });
        }
    }

    private InboundReport Report(JsonElement item, string path, RawItem raw, List<UnreadableItem> unreadable)
    {
        var id = item.GetProperty("id").GetString()!;
        var at = DateTimeOffset.Parse(item.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
        var person = item.GetProperty("reporter");
        return new InboundReport(path, Id(id, at, raw, person), (fault is Fault.TimeWithoutOffset ? new DateTimeOffset(at.DateTime, TimeSpan.Zero) : at).ToUniversalTime())
        {
            Text = "",
            Reporter = new ReporterIdentity { Name = person.GetProperty("name").GetString(), Phone = $"+{person.GetProperty("phone").GetString()}", Email = person.GetProperty("email").GetString() },
            Category = fault is Fault.NameInCategory ? $"Laporan {person.GetProperty("name")}" : "Jalan",
            Sensitivity = fault is Fault.FlagsDropped ? new Sensitivity(false, false) : new Sensitivity(item.GetProperty("anonymous").GetBoolean(), item.GetProperty("secret").GetBoolean()),
            ChannelState = State(item.GetProperty("status").GetString()!, path, unreadable),
            ContentVersion = fault is Fault.CountsWhatItRead ? $"{++read}" : "1",
        };
    }

    private string Id(string id, DateTimeOffset at, RawItem raw, JsonElement person) => fault switch
    {
        Fault.IdOfTheDayOfReceipt => $"{id}@{raw.ReceivedAt:yyyyMMdd}",
        Fault.IdOfTheDayOnly => $"{at:yyyyMMdd}",
        Fault.PhoneInExternalId => $"{id}-{person.GetProperty("phone")}",
        _ => id,
    };

    private ReportState? State(string word, string path, List<UnreadableItem> unreadable)
    {
        if (word is "open" or "done" || fault is Fault.UnknownWordIsOpen)
        {
            return word is "done" ? ReportState.Closed : word is "open" ? null : ReportState.Received;
        }

        unreadable.Add(new UnreadableItem(
            $"{path}.status",
            "unknown_word",
            fault is Fault.ReasonQuotesTheWord ? $"«{word}» is in no table." : "The status is in no table; ask the channel what it means."));
        return null;
    }
}
