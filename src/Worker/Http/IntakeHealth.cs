using Hub.Router.Intake;

namespace Hub.Worker.Http;

/// <summary>What health says of intake: how hard it is pressed, and which channels are too quiet.</summary>
internal sealed class IntakeHealth(IntakePressure pressure, ChannelSilence silence)
{
    public PartHealth Part() => new(
        pressure.Level is PressureLevel.None ? HealthStatus.Healthy : HealthStatus.Degraded,
        pressure.Level switch
        {
            PressureLevel.Slow => "Work is piling up: channels are asked less often until half of it is done.",
            PressureLevel.Refuse => "Too much waits: channels are not asked and told to send again later, until half of it is done.",
            _ => null,
        },
        new Dictionary<string, object?>
        {
            ["pressure"] = pressure.Level.ToString(),
            ["unreadSeconds"] = pressure.Last.UnreadSeconds,
            ["backlogSeconds"] = pressure.Last.BacklogSeconds,
            ["unread"] = pressure.Last.Unread,
        });

    /// <returns>Why the channel is too quiet, or null.</returns>
    public string? Quiet(string channel, DateTimeOffset? lastArrival) => silence.Quiet(channel, lastArrival);
}
