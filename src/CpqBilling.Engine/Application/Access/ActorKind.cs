namespace CpqBilling.Engine.Application.Access;

/// <summary>Who can ask for something.</summary>
public enum ActorKind
{
    Person,
    Key,

    /// <summary>Somebody on the machine itself.</summary>
    Machine,
}
