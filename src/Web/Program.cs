using Paylatch.Web.Components;
using Paylatch.Web.Shell;
using Radzen;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddRadzenComponents();
builder.Services.AddCultures();
builder.Services.AddScoped<Toasts>();
builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped(services => Paylatch.Web.Shell.Gallery.GalleryFrame.For(services.GetRequiredService<IHttpContextAccessor>().HttpContext));

var app = builder.Build();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseRequestLocalization();
app.UseAntiforgery();
app.MapStaticAssets();
Preferences.Map(app);
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();
