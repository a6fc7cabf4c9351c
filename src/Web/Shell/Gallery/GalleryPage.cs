using Microsoft.AspNetCore.Components;

namespace Paylatch.Web.Shell.Gallery;

/// <summary>A page of the gallery: there in development only, not found elsewhere.</summary>
public abstract class GalleryPage : ComponentBase
{
    /// <summary>Where the portal runs.</summary>
    [Inject] public IWebHostEnvironment Environment { get; set; } = null!;

    /// <summary>The way out.</summary>
    [Inject] public NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (!Environment.IsDevelopment()) Navigation.NotFound();
    }
}
