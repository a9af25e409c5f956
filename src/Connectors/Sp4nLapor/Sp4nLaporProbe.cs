using System.Net;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Mode api: one report is asked for, which needs the address, the credential and the agency number to be right.</summary>
internal sealed class Sp4nLaporProbe(Sp4nLaporReader reader) : IChannelProbe
{
    public string Channel => Sp4nLaporChannel.Name;

    public async Task<string?> ProbeAsync(CancellationToken cancellationToken) =>
        await reader.ReportsAsync(null, 1, cancellationToken) switch
        {
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
                $"LAPOR! refuses the credential; check {Sp4nLaporOptions.Section}:ApiKey or the client id and secret.",
            Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed failed => failed.Reason,
            _ => null,
        };
}

/// <summary>Mode files: the folders are there and the hub may write where it must.</summary>
internal sealed class Sp4nLaporFolderProbe(IOptions<Sp4nLaporOptions> options) : IChannelProbe
{
    public string Channel => Sp4nLaporChannel.Name;

    public Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        var drop = options.Value.DropFolder!;
        return Task.FromResult(!Directory.Exists(drop)
            ? $"The drop folder {drop} does not exist; create it or correct {Sp4nLaporOptions.Section}:DropFolder."
            : Unwritable(options.Value.DoneFolderOrDefault) ?? Unwritable(options.Value.RecapFolder!));
    }

    private static string? Unwritable(string folder)
    {
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(folder).FullName, ".hub-probe");
            File.WriteAllBytes(file, []);
            File.Delete(file);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The hub cannot write to the folder {folder} ({fault.GetType().Name}); check its owner and the free space.";
        }
    }
}
