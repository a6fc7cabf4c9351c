using System.Diagnostics;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;
using Paylatch.Testing;

namespace Paylatch.E2E.Stories;

/// <summary>What happened can be shown, printed and proven; what was changed behind the application's back is found.</summary>
public sealed class AuditProof(Stage stage)
{
    [Fact]
    public async Task The_log_is_searched_printed_with_its_proof_and_verified()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        await Sold.To(stage, admin, "Auma Odera");

        await admin.Open(jua, "/audit?q=type%3ALoanBooked");
        await Assertions.Expect(admin.Locator(".audit-list tbody tr").First).ToContainTextAsync("PL-");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "audit.png") });

        var pdf = Path.Combine(Stage.Pictures, "audit.pdf");
        // The sandbox's clock runs ahead, as far as the other stories have moved it.
        var (from, to) = (DateTime.UtcNow.ToString("yyyy-MM-dd", null), DateTime.UtcNow.AddDays(300).ToString("yyyy-MM-dd", null));
        var bytes = await admin.EvaluateAsync<string>("""
            async address => {
              const answer = await fetch(address);
              const bytes = new Uint8Array(await answer.arrayBuffer());
              return answer.status + ':' + btoa(Array.from(bytes, b => String.fromCharCode(b)).join(''));
            }
            """, $"/audit/export.pdf?from={from}&to={to}");
        Assert.StartsWith("200:", bytes, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(pdf, Convert.FromBase64String(bytes[4..]));
        var text = await TextOf(pdf);
        Assert.Contains("Loan booked", text, StringComparison.Ordinal);
        Assert.Contains("ES256", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_changed_behind_the_applications_back_is_named()
    {
        Assert.Equal(0, await Verify("twende"));
        await using (var owner = Npgsql.NpgsqlDataSource.Create(stage.Host.Region.Owner))
        await using (var forge = owner.CreateCommand("""
                begin;
                select set_config('app.tenant_id', (select id::text from platform.tenants where slug = 'twende'), true);
                update t_twende.events set reason = 'nothing to see here' where position = (select min(position) from t_twende.events);
                commit
                """))
        {
            await forge.ExecuteNonQueryAsync();
        }

        await Eventually.True(async () => await Verify("twende") == 1, "verify to find the changed row");
    }

    private async Task<int> Verify(string tenant) =>
        await Infrastructure.Audit.VerifyCommand.Run(stage.Host.Services, tenant, TextWriter.Null);

    private static async Task<string> TextOf(string pdf)
    {
        var start = new ProcessStartInfo("pdftotext", ["-layout", pdf, "-"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
