using System.Text.Json.Serialization;

namespace Hub.Router.Routing;

/// <summary>Whose road, river or pipe it is, as far as the report says (DOMAIN 5.4).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Authority>))]
public enum Authority
{
    Unknown,
    Local,
    National,
}
