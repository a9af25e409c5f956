namespace Hub.Connectors.Sp4nLapor;

/// <summary>What every part of the channel agrees on.</summary>
internal static class Sp4nLaporChannel
{
    public const string Name = "sp4n";

    public const string Json = "application/json";

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string Xls = "application/vnd.ms-excel";

    public const string Csv = "text/csv";

    /// <summary>WIB; Indonesia has no summer time, so the offset is a constant.</summary>
    public static readonly TimeSpan Wib = TimeSpan.FromHours(7);
}
