using CpqBilling.Cli.Commands;

return await CommandHost.RunAsync(args, Console.Out, Console.Error);
