using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Paylatch.Web.Lending;

namespace Paylatch.Web.Shell;

/// <summary>
/// The description of the interfaces for programs, <c>/api/openapi.json</c>, made from the endpoints themselves, and the
/// page to read and try them, <c>/api/docs</c>. Pages' own endpoints are not in it.
/// </summary>
internal static class ApiDocument
{
    /// <summary>The scheme of merchants' programs.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>The scheme of device agents.</summary>
    public const string DeviceSession = "deviceSession";

    private const string Address = "/api/openapi.json";
    private static readonly string[] Interfaces = ["api/v1/", "agent/v1/"];

    /// <summary>Registers what makes the document.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = endpoint => Interfaces.Any(start => endpoint.RelativePath?.StartsWith(start, StringComparison.Ordinal) == true);
        options.AddDocumentTransformer((document, _, _) => Introduce(document));
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer((schema, context, _) => DescribeProblem(schema, context));
        options.AddSchemaTransformer((schema, context, _) => PreviewFields.Describe(schema, context));
    });

    /// <summary>Serves the page. Its files lie in the program: nothing is loaded from elsewhere.</summary>
    public static void UseApiPage(this IApplicationBuilder app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "api/docs";
        page.DocumentTitle = "Paylatch API";
        page.SwaggerEndpoint(Address, "Paylatch API");
    });

    /// <summary>Serves the document.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi(Address);

    private static Task Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Paylatch API",
            Version = "v1",
            Description = "For a merchant's programs (/api/v1) and for device agents (/agent/v1), on the merchant's own host. Amounts are text with a "
                + "decimal point beside an ISO 4217 currency. What is refused is answered with RFC 9457 problem details and a stable code.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [ApiKey] = Bearer("A merchant's API key, made in the settings: plk_…", "plk_…"),
            [DeviceSession] = Bearer("The token that POST /agent/v1/session answers.", "opaque"),
        };
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme Bearer(string description, string format) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = format, Description = description };

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var notes = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiNote>().ToList();
        operation.Responses ??= [];
        if (notes.Find(note => note.Scheme is not null)?.Scheme is { } scheme)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
            await AddProblem(operation, context, StatusCodes.Status401Unauthorized, "Not signed in, or the key or session is not valid any more.", ct);
        }

        if (notes.Find(note => note.Body is not null)?.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body, null, ct) } },
            };
        }

        await AddProblem(operation, context, StatusCodes.Status422UnprocessableEntity, "Refused; code says why.", ct);
        await AddProblem(operation, context, StatusCodes.Status429TooManyRequests, "Too many requests; Retry-After says when to try again.", ct);
    }

    private static async Task AddProblem(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, int status, string description, CancellationToken ct) =>
        operation.Responses!.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct) },
            },
        });

    private static Task DescribeProblem(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type != typeof(ProblemDetails)) return Task.CompletedTask;
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = Text("What was refused: stable, for programs to act on, such as payments.exceeds_balance.");
        schema.Properties["correlationId"] = Text("Under this id our logs say more.");
        schema.Properties["field"] = Text("The field that is wrong, where it is one.");
        return Task.CompletedTask;

        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
    }
}
