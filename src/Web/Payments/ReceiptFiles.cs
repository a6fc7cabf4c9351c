using Microsoft.Extensions.Localization;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>Receipts as PDF, in the reader's language: <c>/me/payments/{id}.pdf</c> and, for staff, <c>/payments/{id}.pdf</c>.</summary>
internal static class ReceiptFiles
{
    /// <summary>Maps both.</summary>
    public static void MapReceiptFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/me/payments/{id:guid}.pdf", Own).ExcludeFromDescription();
        app.MapGet("/payments/{id:guid}.pdf", Any).ExcludeFromDescription();
    }

    private static async Task<IResult> Own(HttpContext http, Operations operations, PdfPrinter printer, IStringLocalizer<PaymentsTexts> texts, Guid id, CancellationToken ct) =>
        await Print(http, printer, texts, await operations.Run(CallerOf.Http(http), (ShowOwnReceipt u) => u.Handle(new PaymentId(id), ct), ct));

    private static async Task<IResult> Any(HttpContext http, Operations operations, PdfPrinter printer, IStringLocalizer<PaymentsTexts> texts, Guid id, CancellationToken ct) =>
        await Print(http, printer, texts, await operations.Run(CallerOf.Http(http), (ShowReceipt u) => u.Handle(new PaymentId(id), ct), ct));

    private static async Task<IResult> Print(HttpContext http, PdfPrinter printer, IStringLocalizer<PaymentsTexts> texts, Outcome<ReceiptPage> outcome)
    {
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal, http);
        var receipt = outcome.Value;
        var html = await Documents.Render<ReceiptDocument>(http.RequestServices, new Dictionary<string, object?> { [nameof(ReceiptDocument.Receipt)] = receipt });
        try
        {
            var pdf = await printer.Print(html, new PdfPaper(texts["ReceiptTitle", receipt.Number], "A5"), http.RequestAborted);
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.File(pdf, "application/pdf", receipt.Number + ".pdf");
        }
        catch (Refusal unavailable)
        {
            return Problems.Of(unavailable, http);
        }
    }
}
