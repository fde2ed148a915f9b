namespace CpqBilling.Engine.Adopting;

/// <summary>What became of a contract that Stripe bills already.</summary>
public enum AdoptionStanding
{
    /// <summary>Stripe holds what its orders say; the service goes on from there.</summary>
    Adopted,

    /// <summary>A sync would change something in Stripe, or refuse: somebody must look before it is billed by itself.</summary>
    Differs,

    /// <summary>It names something that Stripe does not know: another account, another mode, or deleted.</summary>
    Unknown,

    /// <summary>Salesforce or Stripe did not show it, or somebody works on it; asking again tells more.</summary>
    NotRead,
}
