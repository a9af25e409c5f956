using System.Text.Json;
using Hub.Contracts.Messages;

namespace Hub.Router.Units;

/// <summary>What a CloudEvent of a unit must be, and why one is put aside.</summary>
internal static class UnitEvents
{
    public const string Type = "id.go.pu.unit.report.status.v1";

    /// <summary>Whether an event of ours tells what the reporter wrote.</summary>
    public static bool HoldsWords(string body)
    {
        using var read = JsonDocument.Parse(body);
        return read.RootElement.TryGetProperty("type", out var type) && type.GetString() is UnitPosts.AssignedType or UnitPosts.AmendedType;
    }

    public static UnitWord Word(CloudEvent<UnitStatus> message) => new(message.Data!.Unit!, $"{message.Source}|{message.Id}", message.Data);

    /// <returns>Null for a word that was taken.</returns>
    public static (string Code, string Reason)? Problem(UnitStatusResult result, string unit) => result switch
    {
        UnitStatusResult.Taken => null,
        UnitStatusResult.NoReport => ("no_report", $"Unit {unit} has no report with that id."),
        UnitStatusResult.NotAllowed refused => ("not_allowed", refused.Reason),
        UnitStatusResult.Unusable unusable => ("unusable", unusable.Reason),
        _ => ("other_content", "The same event id came before with another content; use a new id."),
    };

    public static string? Fault(CloudEvent<UnitStatus>? message) => message switch
    {
        null or { SpecVersion: not "1.0" } => "specversion must be \"1.0\".",
        { Type: not Type } => $"type must be \"{Type}\".",
        { Id: null or "" } or { Source: null or "" } => "id and source are missing; together they make the event unique.",
        { Data: null } => "data is missing.",
        { Data.Unit: null or "" } => "data.unit is missing.",
        _ => null,
    };
}
