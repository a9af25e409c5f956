using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Reports;

namespace Hub.Connectors.ContactCenter158;

/// <summary>The location of a ticket (CHANNELS 3.5.1). Coordinates that cannot be a place in Indonesia stay readable in the text.</summary>
internal static class ContactCenter158Place
{
    public static ReportPlace? Read(JsonElement ticket, string path, ContactCenter158Findings findings)
    {
        if (ticket.Child("location") is not { } location)
        {
            return null;
        }

        var text = location.Words("text");
        var region = Region(location, $"{path}.location.region_code", findings);
        var latitude = location.Number("lat");
        var longitude = location.Number("lon");
        var place = IsIndonesia(latitude, longitude)
            ? new ReportPlace(text, region, Latitude: latitude, Longitude: longitude)
            : new ReportPlace(WithCoordinates(text, latitude, longitude), region);

        return place == new ReportPlace() ? null : place;
    }

    private static bool IsIndonesia(double? latitude, double? longitude) =>
        latitude is >= -11.5 and <= 6.5 && longitude is >= 94.5 and <= 141.5;

    private static string? WithCoordinates(string? text, double? latitude, double? longitude) =>
        latitude is null && longitude is null
            ? text
            : $"{text} (koordinat menurut 158: {Written(latitude)}, {Written(longitude)})".TrimStart();

    /// <summary>Kemendagri codes come with dots or without; ours have them.</summary>
    private static string? Region(JsonElement location, string path, ContactCenter158Findings findings)
    {
        if (location.Words("region_code") is not { } written)
        {
            return null;
        }

        var digits = written.Trim().Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is 2 or 4 or 6 or 10 && digits.All(char.IsAsciiDigit))
        {
            int[] ends = [2, 4, 6, 10];
            return string.Join('.', ends.Where(end => end <= digits.Length).Select(end => digits[(end is 10 ? 6 : end - 2)..end]));
        }

        findings.Note(path, "bad_field", "The region code is not a Kemendagri code of 2, 4, 6 or 10 digits; the report is kept without it.");
        return null;
    }

    private static string Written(double? degrees) => degrees?.ToString("0.######", CultureInfo.InvariantCulture) ?? "?";
}
