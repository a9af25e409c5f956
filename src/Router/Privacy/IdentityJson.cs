using System.Text.Json.Serialization;
using Hub.Contracts.Channels;

namespace Hub.Router.Privacy;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReporterIdentity))]
internal sealed partial class IdentityJson : JsonSerializerContext;
