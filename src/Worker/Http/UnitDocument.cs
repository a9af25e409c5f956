using Hub.Contracts.Messages;
using Hub.Router.Units;
using Microsoft.OpenApi;

namespace Hub.Worker.Http;

/// <summary>The unit API in words, as OpenAPI: what a developer of a unit's application reads before anything else.</summary>
internal static class UnitDocument
{
    public const string Name = "units";

    private const string Key = "unitKey";

    private static readonly string[] FileTypes = ["image/jpeg", "image/png", "image/webp", "application/pdf"];

    public static IServiceCollection AddUnitDocument(this IServiceCollection services)
    {
        // A number in quotes is read, but not what we describe.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict);
        return services.AddOpenApi(Name, options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("units/", StringComparison.Ordinal) is true;
            options.AddSchemaTransformer((schema, _, _) =>
            {
                LeaveOut(schema);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                Head(document);
                return Task.CompletedTask;
            });
        });
    }

    public static RouteGroupBuilder DescribeUnits(this RouteGroupBuilder units)
    {
        units.WithTags("reports");
        foreach (var status in (int[])[401, 403, 404, 410, 429, 503])
        {
            units.ProducesProblem(status);
        }

        return units;
    }

    public static void DescribeList(this RouteHandlerBuilder call) => call
        .WithName("listReports").WithSummary("The unit's reports in the order in which it got them.")
        .WithDescription("Give next of one page as after of the next one. What comes later always stands behind the cursor, so polling with the last cursor misses nothing. A report that went to another unit is not shown any more.")
        .Produces<UnitReportPage>().ProducesProblem(400)
        .AddOpenApiOperationTransformer((operation, _, _) => Parameters(operation, ("after", "Cursor: next of the page before; leave it out to begin."), ("limit", "Reports in a page, from 1 to 500; 100 when left out.")));

    public static void DescribeFind(this RouteHandlerBuilder call) => call
        .WithName("getReport").WithSummary("One report of the unit, whole.").Produces<UnitReportShown>();

    public static void DescribeSay(this RouteHandlerBuilder call) => call
        .WithName("sayStatus").WithSummary("How a report stands.")
        .WithDescription(
            "status acknowledged says that the unit has seen it; waiting_reporter asks the reporter what publicNote says and pauses the deadlines; returned gives the report back with reason and, if known, suggestedUnit; "
            + "answered with publicNote is the answer to the citizen. attachments names files laid down before. reportId and unit may be left out: they are in the address.")
        .Produces<UnitStatusTaken>(202).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422)
        .AddOpenApiOperationTransformer(async (operation, context, token) =>
        {
            var status = await context.GetOrCreateSchemaAsync(typeof(UnitStatus), null, token);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = status } } };
            IdempotencyKey(operation);
        });

    public static void DescribeAdd(this RouteHandlerBuilder call) => call
        .WithName("addAttachment").WithSummary("Lay a file down with a report, to be named by a status.")
        .WithDescription("The body is the file itself: JPEG, PNG, WebP or PDF, judged by its bytes. It is kept sealed. No channel shows files of units today; the answer to the status says so.")
        .Produces<UnitFileLine>(201).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = FileTypes.ToDictionary(type => type, _ => Bytes()) };
            IdempotencyKey(operation);
            return Parameters(operation, ("name", "What the unit calls the file."));
        });

    public static void DescribeFile(this RouteHandlerBuilder call) => call
        .WithName("getAttachment").WithSummary("A file of the reporter or of the unit.")
        .WithDescription("Of an anonymous reporter JPEG and PNG come without place, device and all other words inside; other kinds are withheld.")
        .ProducesProblem(409).ProducesProblem(410)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Responses ??= [];
            operation.Responses["200"] = new OpenApiResponse { Description = "The bytes, to be saved.", Content = FileTypes.Append("application/octet-stream").ToDictionary(type => type, _ => Bytes()) };
            return Task.CompletedTask;
        });

    private static void Head(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Unit API",
            Version = "1",
            Description = "For applications of units. Send the unit's key as a bearer token. Every refusal is a problem (RFC 9457) whose type ends in a fixed word. Ignore fields that you do not know: new ones may come.",
        };

        // The address is known to whoever asks; the document is the same everywhere.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "hubu_…, issued by an operator of the hub." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
    }

    /// <summary>What may be null is left out when it is, so nobody may count on it.</summary>
    private static void LeaveOut(OpenApiSchema schema) =>
        schema.Required?.ExceptWith([.. (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Where(field => MayBeNull(field.Value)).Select(field => field.Key)]);

    private static bool MayBeNull(IOpenApiSchema schema) => schema.Type?.HasFlag(JsonSchemaType.Null) is true || schema.OneOf?.Any(choice => choice.Type is JsonSchemaType.Null) is true;

    private static void IdempotencyKey(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Required = true,
            Description = "The same for every attempt of one call: it takes effect once, and a repeat gets the answer of the first.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200 },
        });
    }

    private static Task Parameters(OpenApiOperation operation, params (string Name, string Description)[] words)
    {
        foreach (var (name, description) in words)
        {
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == name) is OpenApiParameter known)
            {
                known.Description = description;
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiMediaType Bytes() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
}
