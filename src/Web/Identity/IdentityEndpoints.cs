using Microsoft.AspNetCore.Antiforgery;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>
/// What the sign-in page's forms post to. They work with scripts off: each answers with a redirect, back to the page with
/// the code of what went wrong, or on to where the person belongs. Every post is checked for its anti-forgery token; a
/// stale one leads back to a fresh form instead of a bare error.
/// </summary>
public static class IdentityEndpoints
{
    /// <summary>A form that was open for too long.</summary>
    public const string FormExpired = "identity.form_expired";

    /// <summary>Name or password did not match, for whatever cause.</summary>
    public const string Failed = "identity.sign_in_failed";

    /// <summary>The code did not match, for whatever cause.</summary>
    public const string CodeFailed = "identity.code_failed";

    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder app)
    {
        // Before the page of the same address, which would take the post as its own. The tokens are checked below.
        app.MapPost("/sign-in", SignIn).RequireRateLimiting(Limits.SignIn).DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();
        app.MapPost("/sign-in/code", SignInCode).RequireRateLimiting(Limits.SignIn).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/sign-out", SignOut).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/password", ChangePassword).RequireRateLimiting(Limits.SignIn).DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> SignIn(HttpContext http, Operations operations, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (await Form(http, antiforgery) is not { } form) return Back(FormExpired, null, null);
        var returnUrl = form["returnUrl"].ToString();
        var command = new SignInWithPassword.Command(form["userName"], form["password"]);
        var answer = await operations.Run(Visitor(http), (SignInWithPassword u) => u.Handle(command, ct), ct);
        if (answer is { Done: true, Value.Account: { } account }) return await Welcome(http, account, returnUrl);
        SignInDraft.Keep(http, command.UserName);
        return Back(answer.Refusal?.Code ?? Failed, null, returnUrl);
    }

    private static async Task<IResult> SignInCode(HttpContext http, Operations operations, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (await Form(http, antiforgery) is not { } form) return Back(FormExpired, null, null);
        var returnUrl = form["returnUrl"].ToString();
        var phone = form.ContainsKey("phone") ? form["phone"].ToString() : SignInDraft.Read(http);
        if (!form.ContainsKey("code")) return await SendCode(http, operations, phone, returnUrl, ct);

        var command = new SignInWithCode.Command(phone, form["code"]);
        var answer = await operations.Run(Visitor(http), (SignInWithCode u) => u.Handle(command, ct), ct);
        if (answer is { Done: true, Value.Account: { } account }) return await Welcome(http, account, returnUrl);
        return Back(answer.Refusal?.Code ?? CodeFailed, "code", returnUrl);
    }

    private static async Task<IResult> SendCode(HttpContext http, Operations operations, string? phone, string returnUrl, CancellationToken ct)
    {
        SignInDraft.Keep(http, phone);
        var sent = await operations.Run(Visitor(http), (RequestSignInCode u) => u.Handle(new(phone), ct), ct);
        // Asked too often, the last code still works: the person goes on to where it is typed in.
        var goesOn = sent.Done || sent.Refusal?.Kind == RefusalKind.TooMany;
        return Back(sent.Refusal?.Code, goesOn ? "code" : null, returnUrl);
    }

    private static async Task<IResult> SignOut(HttpContext http, IAntiforgery antiforgery)
    {
        if (await Form(http, antiforgery) is null) return Back(FormExpired, null, null);
        await SignInCookie.End(http);
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> ChangePassword(HttpContext http, Operations operations, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (await Form(http, antiforgery) is not { } form) return Results.LocalRedirect("/password?error=" + FormExpired);
        var command = new ChangeOwnPassword.Command(form["current"], form["password"]);
        var changed = await operations.Run(CallerOf.Http(http), (ChangeOwnPassword u) => u.Handle(command, ct), ct);
        if (!changed.Done) return Results.LocalRedirect("/password?error=" + Uri.EscapeDataString(changed.Refusal!.Code));
        if (changed.Value.Account is not { } account) return Results.LocalRedirect("/password?error=" + Domain.Identity.AccountRefusals.PasswordWrong().Code);
        await SignInCookie.Begin(http, account);
        return Results.LocalRedirect("/password?done=1");
    }

    private static async Task<IResult> Welcome(HttpContext http, Account account, string returnUrl)
    {
        SignInDraft.Forget(http);
        await SignInCookie.Begin(http, account);
        var local = Preferences.Local(returnUrl);
        return Results.LocalRedirect(local is "/" or "/sign-in" ? PageGate.HomeOf(account.Role) : local);
    }

    // Whoever signs in is nobody yet, even with an older session still in the browser.
    private static Caller Visitor(HttpContext http) => Caller.Visitor(http.Tenant().Id, http.Correlation()) with
    {
        Address = http.Connection.RemoteIpAddress?.ToString(),
    };

    private static async Task<IFormCollection?> Form(HttpContext http, IAntiforgery antiforgery) =>
        http.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(http) ? await http.Request.ReadFormAsync(http.RequestAborted) : null;

    private static IResult Back(string? error, string? step, string? returnUrl)
    {
        var query = new Dictionary<string, string?> { ["error"] = error, ["step"] = step };
        if (!string.IsNullOrEmpty(returnUrl) && Preferences.Local(returnUrl) != "/") query["returnUrl"] = returnUrl;
        return Results.LocalRedirect("/sign-in" + QueryString.Create(query.Where(pair => pair.Value is not null)));
    }
}
