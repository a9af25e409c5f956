namespace Hub.Contracts.Channels;

/// <summary>Can the channel be reached and does it accept our credential? Asked by health, never by work.</summary>
public interface IChannelProbe
{
    string Channel { get; }

    /// <returns>Null when all is well, else what is wrong, for an operator.</returns>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);
}
