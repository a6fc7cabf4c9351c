using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Paylatch.Web.Shell;

/// <summary>Renders a component to a whole HTML document, to be printed, in the current culture.</summary>
public static class Documents
{
    /// <summary>The document's HTML.</summary>
    /// <param name="services">The request's services.</param>
    /// <param name="parameters">The component's parameters by name.</param>
    public static async Task<string> Render<TDocument>(IServiceProvider services, IDictionary<string, object?> parameters)
        where TDocument : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var body = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TDocument>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return "<!DOCTYPE html>" + body;
    }
}
