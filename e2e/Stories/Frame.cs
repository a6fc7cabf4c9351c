using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>What every staff page has around it: heads that stay in sight, focus that is given back, the log behind it all.</summary>
public sealed class Frame(Stage stage)
{
    [Fact]
    public async Task A_long_lists_head_stays_under_the_top_bar()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        await Sold.To(stage, admin, "Chebet Koech");
        await admin.Open(jua, "/audit");
        await admin.Locator(".audit-list tbody tr").Nth(5).WaitForAsync();

        await admin.SetViewportSizeAsync(1280, 400);
        await admin.EvaluateAsync("scrollTo(0, document.querySelector('.audit-list tbody tr:nth-child(4)').getBoundingClientRect().top)");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sticky-head.png") });

        var (bar, head) = (await admin.Locator(".topbar").BoundingBoxAsync(), await admin.Locator(".audit-list th").First.BoundingBoxAsync());
        Assert.Equal(bar!.Y + bar.Height, head!.Y, 1.0);
    }

    [Fact]
    public async Task A_drawer_gives_the_focus_back_to_the_row_it_was_opened_from()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        await admin.Open(jua, "/audit");
        var row = admin.Locator(".audit-list tbody tr").First;

        await row.Locator("td").Nth(2).ClickAsync();
        await Assertions.Expect(admin.Locator(".drawer")).ToBeFocusedAsync();
        await admin.Keyboard.PressAsync("Escape");

        await Assertions.Expect(admin.Locator(".drawer")).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_wrong_field_says_so_to_everybody_and_has_the_focus()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        await admin.Open(jua, "/settings");
        await admin.ClickAsync("button[aria-expanded]");
        await admin.FillAsync("#staff-name", "A");
        await admin.FillAsync("#staff-email", "someone@jua.test");

        await admin.ClickAsync("form:has(#staff-name) button[type=submit]");

        var name = admin.Locator("#staff-name");
        await Assertions.Expect(name).ToBeFocusedAsync();
        await Assertions.Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(name).ToHaveAttributeAsync("aria-describedby", "staff-name-note");
    }

    [Fact]
    public async Task The_interfaces_documentation_is_drawn_under_our_policy()
    {
        var jua = stage.Host.AddressOf("jua");
        var reader = await stage.Person();
        var refused = new List<string>();
        reader.Console += (_, said) => { if (said.Type == "error") refused.Add(said.Text); };

        await reader.GotoAsync(new Uri(jua, "/api/docs").ToString());
        await reader.Locator(".opblock").First.WaitForAsync();
        await reader.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "api-docs.png") });

        Assert.Empty(refused);
        Assert.True(await reader.Locator(".opblock").CountAsync() >= 13);
    }

    [Fact]
    public async Task The_theme_changes_with_its_icon_and_without_scripts_on_customers_pages()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var icon = admin.Locator("summary[title=Theme] path");
        var before = await icon.GetAttributeAsync("d");
        await admin.ClickAsync("summary[title=Theme]");
        await admin.ClickAsync("[data-set-theme=dark]");
        await Assertions.Expect(icon).Not.ToHaveAttributeAsync("d", before!);
        await Assertions.Expect(admin.Locator("html[data-theme=dark]")).ToHaveCountAsync(1);

        foreach (var width in new[] { 1280, 390 })
        {
            var visitor = await stage.Person(width, scripts: false);
            await visitor.GotoAsync(new Uri(jua, "/sign-in").ToString());
            await visitor.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"sign-in-{width}.png") });
            await visitor.ClickAsync("summary[title=Theme]");
            await visitor.ClickAsync("[data-set-theme=dark]");
            await Assertions.Expect(visitor.Locator("html[data-theme=dark]")).ToHaveCountAsync(1);
            await visitor.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"sign-in-dark-{width}.png") });
        }
    }

    [Fact]
    public async Task The_platform_looks_into_a_merchants_log_and_the_merchant_sees_from_where()
    {
        var super = await stage.Person();
        await super.SignIn(stage.Host.Platform, "super@paylatch.test");
        await super.Open(stage.Host.Platform, "/tenants/nuru");
        await super.ClickAsync("a[href='/audit?tenant=nuru']");
        await Assertions.Expect(super.Locator("h1")).ToContainTextAsync("Audit log of");
        await super.Locator(".audit-list tbody tr").First.WaitForAsync();
        await super.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "merchants-log.png") });

        var nuru = stage.Host.AddressOf("nuru");
        var admin = await stage.Person();
        await admin.SignIn(nuru, "admin@nuru.test");
        await admin.Open(nuru, "/audit?q=type%3ALogReadByPlatform");
        await admin.Locator(".audit-list tbody tr a").First.ClickAsync();
        await Assertions.Expect(admin.Locator(".drawer")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("127\\.0\\.0\\.1|::1"));
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "log-from-where.png") });
    }
}
