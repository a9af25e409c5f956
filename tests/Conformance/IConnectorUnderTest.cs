using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Conformance;

/// <summary>A connector that the kit can try. It is written once for each channel, beside the channel's other tests.</summary>
public interface IConnectorUnderTest
{
    string Name { get; }

    /// <summary>What the channel does not have, with the reason. The rules that need it do not apply.</summary>
    IReadOnlyDictionary<Side, string> Lacks { get; }

    /// <summary>The connector and its stand-in, fresh for one rule.</summary>
    Task<IConnectorBench> StartAsync(CancellationToken cancellationToken);
}

/// <summary>The connector on one side, the controllable channel on the other, and the <see cref="Stage"/> between them.</summary>
public interface IConnectorBench : IAsyncDisposable
{
    /// <summary>Reports a page of the poll holds at most.</summary>
    const int PageLimit = 10;

    Stage Stage { get; }

    IReportNormaliser Normaliser { get; }

    IStatusSink Sink { get; }

    IChannelProbe Probe { get; }

    /// <summary>Secrets that no log and no reason may hold.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>Which of the two flags the channel can carry.</summary>
    Sensitivity Carries { get; }

    /// <summary>False where the channel lacks <see cref="Side.Poll"/>; the poller is never opened then.</summary>
    bool Polls { get; }

    /// <summary>The largest webhook body that is taken; 0 without a webhook.</summary>
    int LargestNotification { get; }

    /// <summary>A poller with no memory of its own, as after a restart.</summary>
    IPolledChannel OpenPoller();

    /// <summary>A raw body as the channel would hand it over, with these parts in this order.</summary>
    RawItem Body(params IReadOnlyList<SamplePart> parts);

    /// <summary>A webhook call, signed as the channel signs.</summary>
    HttpRequestMessage Notification(byte[] body);

    /// <summary>Sends a call to the connector's webhook.</summary>
    /// <returns>The status code of the answer.</returns>
    Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>The channel has the report from now on, with the time that the report says.</summary>
    void File(SampleReport report);

    /// <summary>A status for a report that the channel has; the state is in progress.</summary>
    OutboundStatus Status(SampleReport report, Guid operation, string note);

    /// <summary>Notes that the channel shows for the report, in their order.</summary>
    IReadOnlyList<string> Shown(SampleReport report);

    /// <summary>Ends every token given so far.</summary>
    void ExpireTokens();

    int TokensGranted { get; }
}
