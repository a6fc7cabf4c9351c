using Paylatch.Application.Lending;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Lending;

/// <summary>A sale while it is made on the page; nothing of it is agreed before it is booked.</summary>
public sealed class Sale(StartSale.Start start)
{
    /// <summary>The steps, in order.</summary>
    public enum Stage
    {
        /// <summary>Who buys.</summary>
        Customer,

        /// <summary>What is bought.</summary>
        Device,

        /// <summary>How it is paid.</summary>
        Plan,

        /// <summary>Agreeing.</summary>
        Confirm,
    }

    /// <summary>With what it began.</summary>
    public StartSale.Start Start => start;

    /// <summary>The booking's key: booked again under it, the sale is the same one.</summary>
    public string Key { get; set; } = start.Key;

    /// <summary>True once it is booked: nothing of it can be lost any more.</summary>
    public bool Booked { get; set; }

    /// <summary>The step worked on.</summary>
    public Stage At { get; set; } = Stage.Customer;

    /// <summary>Who buys; null before it is chosen.</summary>
    public CustomerRow? Customer { get; set; }

    /// <summary>What is bought; null before it is entered.</summary>
    public DeviceId? Device { get; set; }

    /// <summary>What kind of device.</summary>
    public DeviceKind Kind { get; set; } = DeviceKind.Phone;

    /// <summary>The model as typed.</summary>
    public string Model { get; set; } = "";

    /// <summary>The IMEI as typed.</summary>
    public string Imei { get; set; } = "";

    /// <summary>The serial number as typed.</summary>
    public string Serial { get; set; } = "";

    /// <summary>The products on sale.</summary>
    public IReadOnlyList<ProductRow> Products { get; private set; } = start.Products;

    /// <summary>The product that is sold; null for a plan of its own.</summary>
    public ProductRow? Product { get; private set; }

    /// <summary>The plan, as far as it could be read; with a product, what of it is left to choose.</summary>
    public Plan Plan { get; set; } = start.Plan;

    /// <summary>Its numbers as typed.</summary>
    public TypedPlan Typed { get; private set; } = new(start.Plan);

    /// <summary>What is to be handed out later, as typed.</summary>
    public List<TypedLater> Later { get; private set; } = [];

    /// <summary>Whether more may be handed out later: by a plan of its own, and by products that say so.</summary>
    public bool MayAgreeFurther => Product is null || Product.Terms.FurtherDisbursements;

    /// <summary>What is offered.</summary>
    public Offer Offer => Product is { } product
        ? new ProductOffer(
            product.Id, product.Version, Plan.Price, Plan.Deposit, product.Terms.IsCountOpen ? Plan.Installments : null, product.Terms.IsRateOpen ? Plan.Rate : null)
        {
            Further = Plan.Further,
        }
        : Plan;

    /// <summary>Sells by a product, or by a plan of its own; prices stay as they were typed.</summary>
    public void Choose(ProductRow? product)
    {
        Product = product;
        var (usual, typed) = (start.Plan, Typed);
        if (!MayAgreeFurther) (Later, Plan) = ([], Plan with { Further = [] });
        Plan = product is null ? usual with { Price = Plan.Price, Deposit = Plan.Deposit, Further = Plan.Further } : Plan with
        {
            Installments = product.Terms.Template.Installments ?? usual.Installments,
            Every = product.Terms.Template.RepayEvery ?? 1,
            Unit = ProductWords.UnitOf(product),
            Method = product.Terms.Rates == (0, 0) ? InterestMethod.None : InterestMethod.Declining,
            Rate = product.Terms.Template.AnnualRatePercent ?? 0,
            Grace = product.Terms.GraceDays,
        };
        Typed = new TypedPlan(Plan) { [TypedPlan.Price] = typed[TypedPlan.Price], [TypedPlan.Deposit] = typed[TypedPlan.Deposit] };
    }

    /// <summary>Takes up what became of the products meanwhile.</summary>
    public void Take(IReadOnlyList<ProductRow> products)
    {
        Products = products;
        Choose(Product is { } sold ? products.FirstOrDefault(product => product.Id == sold.Id) : null);
    }

    /// <summary>What it comes to; null while it is not a plan yet.</summary>
    public SchedulePreview? Preview { get; set; }

    /// <summary>What is wrong with the plan.</summary>
    public Refusal? PlanRefusal { get; set; }

    /// <summary>What is kept of it for the case that the page is loaded again; null while there is nothing to keep.</summary>
    public SaleDraft? Draft => Booked || Customer is not { } customer ? null : new(Key, customer, Device, Kind, Model, Imei, Serial, Plan, Product?.Id);

    /// <summary>Goes on where a draft was left.</summary>
    public void Resume(SaleDraft draft)
    {
        (Key, Customer, Device, Plan) = (draft.Key, draft.Customer, draft.Device, draft.Plan);
        (Kind, Model, Imei, Serial) = (draft.Kind, draft.Model, draft.Imei, draft.Serial);
        Product = Products.FirstOrDefault(product => product.Id == draft.Product);
        Typed = new TypedPlan(draft.Plan);
        Later = [.. draft.Plan.Further.Select(TypedLater.Of)];
        GoOn();
    }

    /// <summary>True once a step is done.</summary>
    public bool Done(Stage stage) => stage switch
    {
        Stage.Customer => Customer is not null,
        Stage.Device => Device is not null,
        Stage.Plan => Preview is not null && At > Stage.Plan,
        _ => false,
    };

    /// <summary>Goes to the first step that is not done.</summary>
    public void GoOn() =>
        At = Customer is null ? Stage.Customer : Device is null ? Stage.Device : Preview is null || At < Stage.Plan ? Stage.Plan : Stage.Confirm;
}

/// <summary>
/// What a browser tab keeps, sealed, of a sale half made. The national id is not in it, only its masked end.
/// </summary>
/// <param name="Key">The booking's key.</param>
/// <param name="Customer">Who buys.</param>
/// <param name="Device">What is bought; null before it is entered.</param>
/// <param name="Kind">What kind of device.</param>
/// <param name="Model">The model as typed.</param>
/// <param name="Imei">The IMEI as typed.</param>
/// <param name="Serial">The serial number as typed.</param>
/// <param name="Plan">The plan, as far as it could be read.</param>
/// <param name="Product">The product; null for a plan of its own.</param>
public sealed record SaleDraft(
    string Key, CustomerRow Customer, DeviceId? Device, DeviceKind Kind, string Model, string Imei, string Serial, Plan Plan, ProductId? Product = null);
