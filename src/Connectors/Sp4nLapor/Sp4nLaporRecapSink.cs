using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>
/// Mode files: the export has no column for the agency's answer, so staff type it into LAPOR! from the day's recap (CHANNELS 6.2).
/// Delivered means "in the recap"; because of <see cref="ChannelCapabilities.WaitsForPerson"/> the hub keeps waiting for the person.
/// </summary>
internal sealed class Sp4nLaporRecapSink(IOptions<Sp4nLaporOptions> options, TimeProvider clock) : IStatusSink, IDisposable
{
    private const int LongestNote = 4000;

    private readonly SemaphoreSlim oneWriter = new(1, 1);

    public string Channel => Sp4nLaporChannel.Name;

    public ChannelCapabilities Capabilities { get; } = new(Sp4nLaporStatusMap.Shown, NeedsReporter: false, LongestNote, WaitsForPerson: true);

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        if (!Sp4nLaporStatusMap.FromHub.TryGetValue(status.State, out var step))
        {
            return new SyncResult.Rejected("not_shown", $"LAPOR! has no step for {status.State}.");
        }

        await oneWriter.WaitAsync(cancellationToken);
        try
        {
            var folder = Directory.CreateDirectory(options.Value.RecapFolder!).FullName;
            if (Find(folder, status) is { } before)
            {
                return new SyncResult.Delivered(before);
            }

            var today = clock.GetUtcNow().ToOffset(Sp4nLaporChannel.Wib);
            var file = new Sp4nLaporRecapFile(Path.Combine(folder, $"rekap-sp4n-{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv"));
            return new SyncResult.Delivered(Reference(file, await file.AppendAsync(Row(status, step), cancellationToken)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A row that was cut is removed by the next attempt, so a repeat is safe.
            return new SyncResult.Unavailable($"The recap cannot be written ({fault.GetType().Name}); is it open in a spreadsheet, or the disk full?", WholeChannel: true);
        }
        finally
        {
            oneWriter.Release();
        }
    }

    public Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        try
        {
            var folder = options.Value.RecapFolder!;
            return Task.FromResult<ReadBackResult>(
                Directory.Exists(folder) && Find(folder, status) is { } reference ? new ReadBackResult.Found(reference) : new ReadBackResult.Absent());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<ReadBackResult>(new ReadBackResult.Unavailable($"The recap cannot be read ({fault.GetType().Name})."));
        }
    }

    public void Dispose() => oneWriter.Dispose();

    /// <summary>A repeat may come on a later day than the first attempt; no recap is older than its status.</summary>
    private static string? Find(string folder, OutboundStatus status)
    {
        var first = $"rekap-sp4n-{status.OccurredAt.ToOffset(Sp4nLaporChannel.Wib).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return Directory.EnumerateFiles(folder, "rekap-sp4n-*.csv")
            .Where(path => string.CompareOrdinal(Path.GetFileName(path), first) >= 0)
            .Order(StringComparer.Ordinal)
            .Select(path => new Sp4nLaporRecapFile(path))
            .Select(file => file.Find(Sp4nLaporOperationId.Write(status.OperationId)) is { } number ? Reference(file, number) : null)
            .FirstOrDefault(reference => reference is not null);
    }

    private static string Reference(Sp4nLaporRecapFile file, string number) => $"recap:{file.Name}#{number}";

    /// <summary>The reporter's name is not ours to repeat here, so User stays empty; staff find the report by its Tracking ID.</summary>
    private static IReadOnlyList<string> Row(OutboundStatus status, Sp4nLaporStep step) =>
    [
        status.OccurredAt.ToOffset(Sp4nLaporChannel.Wib).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        status.ExternalId,
        "",
        status.ReportNumber,
        status.UnitName ?? status.UnitCode ?? "",
        status.PublicNote,
        $"{step.Word}{(status is { State: ReportState.NotOurs, Addressee: { } addressee } ? $"; saran penerima: {addressee}" : "")}; operasi {Sp4nLaporOperationId.Write(status.OperationId)}",
    ];
}
