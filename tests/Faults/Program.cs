using Hub.Faults;

// Servers and hubs are ended in order even after Ctrl-C.
return await DrillCommand.Create(TimeProvider.System).Parse(args).InvokeAsync(new System.CommandLine.InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
