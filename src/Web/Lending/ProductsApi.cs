using System.Text.Json;
using System.Text.Json.Serialization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Loan products for programs, <c>/api/v1/products</c>.</summary>
internal static class ProductsApi
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Maps it.</summary>
    public static void MapProductsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/products").WithTags("Products").NeedsKey();
        api.MapGet("", List).Produces<ProductListAnswer>()
            .WithSummary("The loan products: those on sale first, by name.")
            .WithDescription("terms are those of POST /api/v1/loans/preview: with a principal added they are previewed there. What a seller may change stands beside them.");
        api.MapGet("/{id:guid}", Show).Produces<ProductAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One loan product as it is now.");
    }

    private static async Task<IResult> List(HttpContext http, Operations operations, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ListProducts u) => u.Handle(ct), ct);
        return outcome.ToHttp(http, products => Results.Json(new ProductListAnswer([.. products.Select(ProductAnswer.Of)]), Plain));
    }

    private static async Task<IResult> Show(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ShowProduct u) => u.Handle(new ProductId(id), ct), ct);
        return outcome.ToHttp(http, product => Results.Json(ProductAnswer.Of(product), Plain));
    }
}

/// <summary>The products.</summary>
/// <param name="Products">All of them.</param>
public sealed record ProductListAnswer(IReadOnlyList<ProductAnswer> Products);

/// <summary>A product for programs. What has no value is left out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What sellers call it.</param>
/// <param name="Description">One line about it.</param>
/// <param name="State">active or archived.</param>
/// <param name="Version">Its newest version; loans keep the one they were booked with.</param>
/// <param name="Currency">The currency of its amounts.</param>
/// <param name="Terms">The terms by the names of the preview, without what is lent and when.</param>
/// <param name="LeastDepositPercent">What is paid at the counter at least, in percent of the price.</param>
/// <param name="BalloonPercent">What is left for the last installment, in percent of what is lent.</param>
/// <param name="FurtherDisbursements">Whether a seller may agree that more is handed out later.</param>
/// <param name="GraceDays">Whole days after a due date before the device locks.</param>
/// <param name="Installments">How many installments a seller may agree.</param>
/// <param name="AnnualRatePercent">Which rates a seller may agree.</param>
/// <param name="Allocation">In which order payments are given.</param>
/// <param name="InAdvance">What becomes of money in advance.</param>
/// <param name="PayoffInterest">Which interest an early payoff asks for.</param>
/// <param name="Penalty">What being late costs.</param>
/// <param name="ChangedAt">When this version was made.</param>
public sealed record ProductAnswer(
    Guid Id, string Name, string? Description, string State, int Version, string Currency, ProposedTerms Terms, decimal LeastDepositPercent,
    decimal? BalloonPercent, bool FurtherDisbursements, int GraceDays, ProductRange? Installments, ProductRange AnnualRatePercent, ProductAllocation Allocation,
    AdvanceHandling InAdvance, PayoffInterest PayoffInterest, ProductPenalty Penalty, DateTimeOffset ChangedAt)
{
    /// <summary>From a product.</summary>
    public static ProductAnswer Of(ProductRow product)
    {
        var (terms, policy, penalty) = (product.Terms, product.Policy, product.Policy.Penalty);
        string? Amount(long? minor) => minor is null or 0 ? null : PaymentsApi.Plain(new Money(minor.Value, product.Currency));
        return new ProductAnswer(
            product.Id.Value, product.Name, product.Description == "" ? null : product.Description, Words.Of(product.State), product.Version, product.Currency.Code,
            terms.Template, terms.LeastDepositPercent, terms.BalloonPercent, terms.FurtherDisbursements, terms.GraceDays,
            terms.Counts is ({ } least, { } most) ? new ProductRange(least, most) : null, new ProductRange(terms.Rates.Least, terms.Rates.Most),
            new ProductAllocation(policy.Allocation.Direction, policy.Allocation.Buckets), policy.InAdvance, policy.PayoffInterest,
            new ProductPenalty(
                penalty.Kind, penalty.Scope, penalty.Of, Amount(penalty.AmountMinor), penalty.IsPercent ? penalty.Percent : null, penalty.GraceDays,
                penalty.MaxCount, Amount(penalty.MaxAmountMinor), penalty.MaxPercentOfPrincipal),
            product.ChangedAt);
    }
}

/// <summary>From least to most, both included.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most; the same as the least where nothing is left to choose.</param>
public sealed record ProductRange(decimal Least, decimal Most);

/// <summary>In which order payments are given.</summary>
/// <param name="Direction">horizontal or vertical.</param>
/// <param name="Order">The twelve buckets, first to last.</param>
public sealed record ProductAllocation(AllocationDirection Direction, IReadOnlyList<PaymentBucket> Order);

/// <summary>What being late costs.</summary>
/// <param name="Kind">none, flat, percent, flatPerDay or percentPerDay.</param>
/// <param name="Scope">perInstallment or perLoan.</param>
/// <param name="Of">Of what a percentage is taken.</param>
/// <param name="Amount">The fixed amount.</param>
/// <param name="Percent">The percentage.</param>
/// <param name="GraceDays">Whole days after a due date before anything is charged.</param>
/// <param name="MaxCount">The most charges.</param>
/// <param name="MaxAmount">The most in all.</param>
/// <param name="MaxPercentOfPrincipal">The most in all, in percent of what was lent.</param>
public sealed record ProductPenalty(
    PenaltyKind Kind, PenaltyScope Scope, PenaltyBase Of, string? Amount, decimal? Percent, int GraceDays, int? MaxCount, string? MaxAmount,
    decimal? MaxPercentOfPrincipal);
