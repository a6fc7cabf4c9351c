namespace Paylatch.Web.Payments;

/// <summary>The endpoints of payments besides their pages.</summary>
public static class PaymentsEndpoints
{
    /// <summary>Maps Stripe's webhook, the REST interface, the pay form, the payoff form, the printed receipts and the pay-outs.</summary>
    public static IEndpointRouteBuilder MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapWebhook();
        app.MapPaymentsApi();
        app.MapPayForm();
        app.MapPayoffForm();
        app.MapReceiptFiles();
        app.MapPayouts();
        return app;
    }
}
