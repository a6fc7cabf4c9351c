namespace Paylatch.Web.Ledger;

/// <summary>The endpoints of the books besides their pages.</summary>
public static class LedgerEndpoints
{
    /// <summary>Maps the REST interface and the files.</summary>
    public static IEndpointRouteBuilder MapLedger(this IEndpointRouteBuilder app)
    {
        app.MapLedgerApi();
        app.MapLedgerFiles();
        return app;
    }
}
