using Hub.Contracts.Channels;

namespace Hub.Router.Tests.Rig;

/// <summary>What a channel may say, in the fewest words.</summary>
internal static class Items
{
    public const string RoadText = "Ada jalan rusak di depan pasar";

    public static InboundReport Report(string id, string text = RoadText, DateTimeOffset? at = null) =>
        new("$", id, at ?? RouterRig.Start) { Text = text, Reporter = new ReporterIdentity() };

    /// <summary>A chat message of a person the channel knows by this word.</summary>
    public static InboundReport Chat(string id, string person, DateTimeOffset at, string text = RoadText) =>
        Report(id, text, at) with { Reporter = Person(person), Thread = new ChatThread(null, true) };

    public static ReporterIdentity Person(string account) => new() { ChannelIdentities = [new ChannelIdentity("account", account)] };

    public static InboundFollowUp FollowUp(string id, string report, string text = "Belum diperbaiki") => new("$", id, RouterRig.Start, report) { Text = text };

    public static InboundStatus Status(string id, string report, string word, Contracts.Reports.ReportState? state, DateTimeOffset? at = null) =>
        new("$", id, at ?? RouterRig.Start) { Word = word, ReportExternalId = report, State = state };
}
