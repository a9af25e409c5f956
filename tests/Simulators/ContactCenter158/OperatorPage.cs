using System.Globalization;
using System.Net;
using System.Text;

namespace Hub.Simulators.ContactCenter158;

/// <summary>What the people at 158 see: their tickets, and what the hub said about them.</summary>
internal sealed class OperatorPage(TicketBook book, StatusDesk desk, FaultDial dial)
{
    private const int Longest = 200;
    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id-ID");

    public IResult Show()
    {
        var tickets = book.All();
        var statuses = desk.Ledger();
        var doubles = desk.Doubles();

        var page = new StringBuilder(Head)
            .Append(Indonesian, $"<p>{tickets.Count} tiket, {statuses.Count(one => !one.IsReplay)} status dari hub, ")
            .Append(Indonesian, $"{statuses.Count(one => one.IsReplay)} ulangan tanpa akibat, <b>{doubles.Count} status ganda</b>.</p>")
            .Append(Faults())
            .Append("<h2>Tiket</h2><table><tr><th>Nomor<th>Versi<th>Diubah<th>Pokok<th>Pelapor<th>Unit<th>Status<th>Nomor hub");
        foreach (var ticket in tickets.OrderByDescending(ticket => ticket.UpdatedAt).Take(Longest))
        {
            Row(page, [ticket.TicketNo, Number(ticket.Version), Time(ticket.UpdatedAt), ticket.IsDeleted ? "(dihapus)" : ticket.Subject, Caller(ticket), ticket.AssignedUnit?.Name, ticket.VendorStatus, HubNumber(ticket)]);
        }

        page.Append("</table><h2>Status dari hub</h2><table><tr><th>Urutan<th>Diterima<th>Tiket<th>Status<th>Catatan untuk pelapor<th>Unit<th>Nomor hub<th>Operasi");
        foreach (var one in statuses.Reverse().Take(Longest))
        {
            Row(page, [Number(one.Order), Time(one.ReceivedAt), one.TicketNo, VendorWords.For(one.Status) + (one.IsReplay ? " (ulangan)" : ""), one.PublicNote, one.UnitCode, one.HubNumber, one.UpdateId]);
        }

        return Results.Content(page.Append("</table>").ToString(), "text/html; charset=utf-8");
    }

    private string Faults() => dial.Counts is { Count: > 0 } counts
        ? $"<p>Gangguan yang dibuat: {WebUtility.HtmlEncode(string.Join(", ", counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {Number(one.Value)}")))}.</p>"
        : "";

    private static void Row(StringBuilder page, ReadOnlySpan<string?> cells)
    {
        page.Append("<tr>");
        foreach (var cell in cells)
        {
            page.Append("<td>").Append(WebUtility.HtmlEncode(cell));
        }
    }

    private static string? Caller(Ticket ticket) => ticket.IsDeleted ? null : ticket.Caller.Anonymous ? "Anonim" : ticket.Caller.Name;

    private static string? HubNumber(Ticket ticket) => ticket.ExternalRefs.FirstOrDefault(reference => reference.System is "hub")?.Id;

    private static string Number(int number) => number.ToString(Indonesian);

    private static string Time(DateTimeOffset time) => time.ToString("d MMM yyyy HH.mm.ss", Indonesian);

    private const string Head = """
        <!doctype html>
        <html lang="id">
        <meta charset="utf-8">
        <meta http-equiv="refresh" content="5">
        <meta name="viewport" content="width=device-width">
        <title>Contact Center 158 (simulasi)</title>
        <style>
          body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1b1f24; background: #fff }
          h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
          table { border-collapse: collapse; width: 100% }
          th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #d8dee4 }
          th { background: #f4f6f8 } td { overflow-wrap: anywhere }
        </style>
        <h1>Contact Center 158 (simulasi)</h1>
        """;
}
