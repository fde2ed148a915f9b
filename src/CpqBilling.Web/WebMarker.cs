namespace CpqBilling.Web;
/// <summary>x</summary>
public static class WebMarker;
