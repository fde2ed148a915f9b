namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class ProductEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/products",
                () => Limits(ParameterShape.Of<Sdk.ProductCreateOptions>().Require("name").OneOf("type", "good", "service")),
                Create
            )
            .Get("/v1/products", () => ParameterShape.Of<Sdk.ProductListOptions>(), List)
            .Get("/v1/products/{id}", call => ProductJson.Render(Find(call)))
            .Post("/v1/products/{id}", () => Limits(ParameterShape.Of<Sdk.ProductUpdateOptions>()), Update)
            .Delete("/v1/products/{id}", Delete);

    private static ParameterShape Limits(ParameterShape shape) =>
        shape.Unkept("tax_details").AtMostCharacters("statement_descriptor", 22).AtMostCharacters("unit_label", 12).Emptyable("description");

    private static Product Find(ApiCall call)
    {
        var product = call.Account.Products.InPath(call.Id, "product");
        return product.IsDeleted ? throw Errors.NotFound("product", call.Id) : product;
    }

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var id = form.Text("id") ?? "";
        var taken = account.Products.Find(id);
        if (taken is { IsDeleted: false })
        {
            throw Errors.Refused("Product already exists.", "id", "resource_already_exists");
        }

        var product = Draft(account, form, id);
        var price = form.Map("default_price_data") is { } priceForm ? PriceCreation.Draft(account, priceForm, product) : null;
        if (taken is not null)
        {
            account.Products.Remove(taken);
        }

        Store(account, product);
        product.DefaultPrice = price is null ? null : PriceCreation.Store(account, price).Id;

        return ProductJson.Render(product);
    }

    /// <summary>A product from its own request or from the <c>product_data</c> of a price.</summary>
    public static Product Make(Account account, Parameters form, string id = "") => Store(account, Draft(account, form, id));

    private static Product Draft(Account account, Parameters form, string id)
    {
        RefuseMore(form, "images", 8);
        RefuseMore(form, "marketing_features", 15);
        var product = new Product
        {
            Id = id,
            Type = form.Text("type") ?? "service",
            Metadata = MetadataRules.Read(form),
        };
        Fill(product, form);
        account.Stamp(product, account.BaseTimeline.Now);
        product.Updated = product.Created;
        return product;
    }

    private static void RefuseMore(Parameters form, string name, int most)
    {
        if (form.List(name).Count > most)
        {
            throw Errors.Malformed($"You may specify at most {most} {name}.", form.PathOf(name));
        }
    }

    private static Product Store(Account account, Product product)
    {
        account.Products.Add(product);
        account.Events.Record("product.created", product);
        return product;
    }

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var product = Find(call);
        var price = account.Prices.Named(form, "default_price", "price");
        if (price is not null && price.ProductId != product.Id)
        {
            throw Errors.Refused("The default price must belong to the product.", "default_price");
        }

        RefuseMore(form, "images", 8);
        RefuseMore(form, "marketing_features", 15);
        var before = ProductJson.Render(product);
        MetadataRules.Merge(product.Metadata, form);
        Fill(product, form);
        product.DefaultPrice = form.Has("default_price") ? price?.Id : product.DefaultPrice;
        if (!JsonNode.DeepEquals(before, ProductJson.Render(product)))
        {
            product.Updated = account.BaseTimeline.Now;
            account.Events.RecordUpdate("product.updated", product);
        }

        return ProductJson.Render(product);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var product = Find(call);
        if (call.Account.Prices.OwnedBy(product.Id).Count > 0)
        {
            throw Errors.Refused("This product cannot be deleted because it has one or more user-created prices.", "id");
        }

        product.IsDeleted = true;
        call.Account.Events.Record("product.deleted", product);
        return JsonText.Deleted(product.Id, "product");
    }

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        var ids = call.Form.Texts("ids");
        return page.Of(
            call.Account.Products.All.Where(product =>
                !product.IsDeleted
                && page.Equal("active", product.IsActive)
                && page.Equal("url", product.Url)
                && page.Equal("type", product.Type)
                && page.Equal("shippable", product.IsShippable == true)
                && page.Fits("created", product.Created)
                && (ids.Count == 0 || ids.Contains(product.Id))
            ),
            ProductJson.Render
        );
    }

    private static void Fill(Product product, Parameters form)
    {
        product.Name = form.Text("name") ?? product.Name;
        product.IsActive = form.Flag("active") ?? product.IsActive;
        product.Description = form.Has("description") ? form.Text("description") : product.Description;
        product.Images = form.Has("images") ? form.Texts("images") : product.Images;
        product.MarketingFeatures = form.Has("marketing_features") ? form.Stored("marketing_features") : product.MarketingFeatures;
        product.PackageDimensions = form.Has("package_dimensions")
            ? TypedJson.Of<Sdk.ProductCreateOptions>(form, "package_dimensions")
            : product.PackageDimensions;
        product.IsShippable = form.Flag("shippable") ?? product.IsShippable;
        product.StatementDescriptor = form.Has("statement_descriptor") ? form.Text("statement_descriptor") : product.StatementDescriptor;
        product.TaxCode = form.Has("tax_code") ? form.Text("tax_code") : product.TaxCode;
        product.UnitLabel = form.Has("unit_label") ? form.Text("unit_label") : product.UnitLabel;
        product.Url = form.Has("url") ? form.Text("url") : product.Url;
    }
}

internal static class ProductJson
{
    public static JsonObject Render(Product product) =>
        new()
        {
            ["id"] = product.Id,
            ["object"] = "product",
            ["active"] = product.IsActive,
            ["created"] = product.Created,
            ["default_price"] = product.DefaultPrice,
            ["description"] = product.Description,
            ["images"] = JsonText.Texts(product.Images),
            ["livemode"] = false,
            ["marketing_features"] = product.MarketingFeatures as JsonArray is { } features ? features.DeepClone() : new JsonArray(),
            ["metadata"] = JsonText.Metadata(product.Metadata),
            ["name"] = product.Name,
            ["package_dimensions"] = product.PackageDimensions?.DeepClone(),
            ["shippable"] = product.IsShippable,
            ["statement_descriptor"] = product.StatementDescriptor,
            ["tax_code"] = product.TaxCode,
            ["tax_details"] = null,
            ["type"] = product.Type,
            ["unit_label"] = product.UnitLabel,
            ["updated"] = product.Updated,
            ["url"] = product.Url,
        };
}
