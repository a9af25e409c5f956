using System.CommandLine;
using Hub.Simulators.Demo;

var root = new RootCommand("The world around the hub: channels, units and citizens.") { DemoCommand.Create(TimeProvider.System) };

// Servers and the hub are ended in order even after Ctrl-C.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
