using Hub.Worker.Cli;

return await HubCommand.Create().Parse(args).InvokeAsync();
