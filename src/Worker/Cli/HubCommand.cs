using System.CommandLine;

namespace Hub.Worker.Cli;

/// <summary>The verbs of <c>hub</c>.</summary>
internal static class HubCommand
{
    public static Option<string?> ConfigurationFile { get; } = new("--config")
    {
        Description = "Configuration file (JSON); environment variables such as Hub__Shape go over it. Without it hub.json here, if it is there.",
        Recursive = true,
    };

    public static RootCommand Create() => new("The hub between the ministry's complaint channels and its units.")
    {
        Options = { ConfigurationFile },
        Subcommands =
        {
            RunVerb.Create(),
            MigrateVerb.Create(),
            NormaliseVerb.Create(),
            ReportVerbs.Create(),
            TriageVerbs.Create(),
            DeadlineVerbs.Create(),
            AnswerVerbs.Create(),
            UnitsVerbs.Create(),
            QuarantineVerbs.Create(),
            SyncVerbs.Create(),
            CalendarVerbs.Create(),
            AuditVerbs.Create(),
            ReplayVerb.Create(),
            ReconcileVerb.Create(),
            OutboxVerbs.Create(),
            RoutingVerbs.Create(),
            PlacesVerbs.Create(TimeProvider.System),
        },
    };
}
