using System.CommandLine;
using Hub.Worker.Cli;

var root = new RootCommand("Integration hub of the public works ministry.");
root.Subcommands.Add(RoutingVerbs.Create());
return await root.Parse(args).InvokeAsync();
