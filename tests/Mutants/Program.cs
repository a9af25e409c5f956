using Hub.Mutants;

return await MutantCommand.Create().Parse(args).InvokeAsync();
