using System.Text;
using Hub.Contracts.Messages;
using Hub.Router.Outbox;
using Hub.Router.Privacy;

namespace Hub.Router.Units;

/// <summary>Makes an event fit on the bus: what is cut is marked, and the whole of it is at the unit API (RELIABILITY A10).</summary>
internal static class BusLimits
{
    private const int Text = 20_000;
    private const int Line = 300;
    private const int Reason = 2_000;
    private const int Files = 50;
    private const int FileName = 100;

    public static string Fit(UnitAssignment whole, Func<UnitAssignment, string> write)
    {
        var body = write(whole);
        return IsFitting(body) ? body : write(whole with
        {
            Text = SafeText.Cut(whole.Text, Text),
            Title = Cut(whole.Title, Line),
            Category = Cut(whole.Category, Line),
            Reason = Cut(whole.Reason, Reason),
            Place = null,
            Attachments = [.. whole.Attachments.Take(Files).Select(file => file with { MediaType = SafeText.Cut(file.MediaType, FileName), FileName = Cut(file.FileName, FileName) })],
            FullAt = PathOf(whole.Unit, whole.ReportId),
        });
    }

    public static string Fit(UnitAmendment whole, Func<UnitAmendment, string> write)
    {
        var body = write(whole);
        return IsFitting(body) ? body : write(whole with { Text = SafeText.Cut(whole.Text, Text), FullAt = PathOf(whole.Unit, whole.ReportId) });
    }

    private static bool IsFitting(string body) => Encoding.UTF8.GetByteCount(body) <= BusMessages.MostBytes;

    private static string? Cut(string? text, int longest) => text is null ? null : SafeText.Cut(text, longest);

    private static string PathOf(string unit, Guid report) => $"/units/{unit}/reports/{report}";
}
