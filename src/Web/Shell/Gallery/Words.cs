using System.Globalization;

namespace Paylatch.Web.Shell.Gallery;

/// <summary>The gallery's examples in the portal's three languages; they belong to no page, so they are in no resource file.</summary>
public static class Words
{
    /// <summary>One text in the current language.</summary>
    public static string Say(string english, string swahili, string arabic) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch
    {
        "sw" => swahili,
        "ar" => arabic,
        _ => english,
    };

    /// <summary>Customers who do not exist.</summary>
    public static readonly string[] Names = ["Wanjiku Kamau", "Otieno Ouma", "Fatuma Hassan", "Brian Mutiso", "Naliaka Wekesa", "Said Bakari", "Grace Achieng", "Kiprop Cheruiyot"];
}
