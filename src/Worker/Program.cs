using System.CommandLine;
using Hub.Worker.Cli;

// A stop has its own limits (Hub:StopWithin); the command line must not end it before them.
return await HubCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(6) });
