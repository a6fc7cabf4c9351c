using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell.Gallery;

/// <summary>The frame the gallery's pages stand in: a made-up merchant's.</summary>
public static class GalleryFrame
{
    /// <summary>A moment for all the gallery's examples, so that its pictures never change by themselves.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 9, 42, 0, TimeSpan.Zero);

    /// <summary>The example merchant's zone.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Africa/Nairobi");

    /// <summary>The example merchant's frame.</summary>
    public static FrameModel For(HttpContext? http)
    {
        var customer = http?.Request.Path.StartsWithSegments("/_gallery/customer") == true;
        return new FrameModel
        {
            TenantName = "Jua Phones",
            UserName = customer ? "Wanjiku Kamau" : "Amina Odhiambo",
            Role = customer ? Role.Customer : Role.MerchantAdmin,
            Places = Place.For(Role.MerchantAdmin, platform: false),
            SearchAction = "/_gallery",
            Sandbox = new SandboxBar(Now, Zone, MayMove: true, new DateOnly(2026, 11, 20)),
        };
    }
}
