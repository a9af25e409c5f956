using System.Globalization;
using System.Security.Cryptography;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Mode files: exports that staff put into a folder. A file leaves the folder only after the hub has its bytes (P1).</summary>
internal sealed partial class Sp4nLaporDropFolder(IOptions<Sp4nLaporOptions> options, TimeProvider clock, ILogger<Sp4nLaporDropFolder> logger) : IAcknowledgedChannel
{
    private const int MostFiles = 10;
    private const long LargestFile = 64L * 1024 * 1024;

    /// <summary>A file that has not been written for so long is complete.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Sighting> sightings = [];
    private readonly Dictionary<string, Sighting> taken = [];

    public string Channel => Sp4nLaporChannel.Name;

    public string Account => options.Value.AgencyId!;

    public TimeSpan Interval => options.Value.PollInterval;

    public async Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            List<RawItem> items = [];
            foreach (var file in Exports().Where(IsComplete))
            {
                if (await TakeAsync(file, cancellationToken) is { } item)
                {
                    items.Add(item);
                }

                if (items.Count == MostFiles)
                {
                    break;
                }
            }

            return new PollResult.Page(items, cursor, HasMore: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new PollResult.Unavailable($"The drop folder cannot be read ({fault.GetType().Name}); check that it exists and that the hub may read it.");
        }
    }

    public Task AcknowledgeAsync(PollResult.Page page, CancellationToken cancellationToken)
    {
        foreach (var item in page.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Key is { } key && taken.Remove(key, out var sighting))
            {
                Finish(sighting);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Spreadsheets, without the lock files that Excel lays beside them.</summary>
    private List<FileInfo> Exports() =>
    [
        .. new DirectoryInfo(options.Value.DropFolder!).EnumerateFiles()
            .Where(file => !file.Name.StartsWith('~') && !file.Name.StartsWith('.') && MediaType(file.Name) is not null)
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal),
    ];

    private bool IsComplete(FileInfo file)
    {
        if (file.Length > LargestFile)
        {
            Log.TooLarge(logger, Channel, LargestFile);
            return false;
        }

        var now = Sighting.Of(file);
        var unchanged = sightings.TryGetValue(file.FullName, out var before) && before == now;
        sightings[file.FullName] = now;

        // The second rule is for a file server whose clock runs ahead of ours.
        return clock.GetUtcNow() - now.Written >= Settled || unchanged;
    }

    /// <returns>Null while someone still holds the file, when it left meanwhile, or when the hub may not read it: the others go on.</returns>
    private async Task<RawItem?> TakeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var before = Sighting.Of(file);
        try
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.None);
            var body = new byte[stream.Length];
            await stream.ReadExactlyAsync(body, cancellationToken);
            file.Refresh();
            if (Sighting.Of(file) != before)
            {
                return null;
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(body));
            var key = $"file:{hash}";
            if (!taken.TryAdd(key, before) && taken[key] != before && File.Exists(taken[key].Path))
            {
                // The same bytes under a second name: each name is acknowledged in its own turn.
                return null;
            }

            taken[key] = before;

            // Staff may have put a citizen's name into the file's own name.
            return new RawItem(Channel, Account, body, clock.GetUtcNow())
            {
                Key = key,
                ContentType = MediaType(file.Name)!,
                FileName = $"export-{hash[..12]}{file.Extension.ToLowerInvariant()}",
            };
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            Log.NotAllowed(logger, Channel);
            return null;
        }
    }

    private void Finish(Sighting sighting)
    {
        sightings.Remove(sighting.Path);
        var file = new FileInfo(sighting.Path);
        if (!file.Exists || Sighting.Of(file) != sighting)
        {
            // Another export took its name meanwhile; it is read in its own turn.
            return;
        }

        var done = Directory.CreateDirectory(options.Value.DoneFolderOrDefault).FullName;
        var target = Path.Combine(done, file.Name);
        for (var twin = 0; File.Exists(target); twin++)
        {
            var time = clock.GetUtcNow().ToOffset(Sp4nLaporChannel.Wib).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
            target = Path.Combine(done, twin == 0 ? $"{time}_{file.Name}" : $"{time}-{twin}_{file.Name}");
        }

        file.MoveTo(target);
        Log.Finished(logger, Channel);
    }

    private static string? MediaType(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".xlsx" => Sp4nLaporChannel.Xlsx,
        ".xls" => Sp4nLaporChannel.Xls,
        ".csv" => Sp4nLaporChannel.Csv,
        _ => null,
    };

    private sealed record Sighting(string Path, long Length, DateTimeOffset Written)
    {
        public static Sighting Of(FileInfo file) => new(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "An export of {Channel} is stored and was moved to the folder of finished files.")]
        public static partial void Finished(ILogger logger, string channel);

        [LoggerMessage(2, LogLevel.Warning, "A file in the drop folder of {Channel} is larger than {Limit} bytes and stays there; export a shorter period.")]
        public static partial void TooLarge(ILogger logger, string channel, long limit);

        [LoggerMessage(3, LogLevel.Warning, "A file in the drop folder of {Channel} may not be read by the hub and is passed over; give the hub the right to read it, or take it out.")]
        public static partial void NotAllowed(ILogger logger, string channel);
    }
}
