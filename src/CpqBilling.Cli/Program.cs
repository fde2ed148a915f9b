using CpqBilling.Cli.Grammar;

return await CommandHost.RunAsync(args, Console.Out, Console.Error);
