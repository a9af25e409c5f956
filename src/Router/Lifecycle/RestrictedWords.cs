using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;

namespace Hub.Router.Lifecycle;

/// <summary>What operations staff see of a restricted report: how it stands, never what a person wrote in it, be it citizen, unit or colleague.</summary>
internal static class RestrictedWords
{
    public const string Hidden = "(isi hanya untuk Inspektorat Jenderal)";

    /// <param name="by">The hub, its rules and the channel say how a report stands; all others write words of their own.</param>
    public static string Shown(Report report, string by, string text) =>
        report.Restricted && by is not ("hub" or Decided.Rules) && by != report.Channel ? Hidden : text;
}
