namespace CpqBilling.Engine.Application.Contracts;

public sealed record ActualLine(string Text, decimal Amount);
