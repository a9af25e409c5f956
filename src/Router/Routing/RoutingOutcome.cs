using System.Text.Json.Serialization;

namespace Hub.Router.Routing;

[JsonConverter(typeof(JsonStringEnumConverter<RoutingOutcome>))]
public enum RoutingOutcome
{
    /// <summary>A unit has the duty; the decision names it.</summary>
    Assigned,

    /// <summary>Bukan kewenangan: back to the channel, with an addressee where one can be named.</summary>
    NotOurs,

    /// <summary>A person at Biro Komunikasi Publik decides.</summary>
    Triage,
}
