using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Web.Identity;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Identity;

public sealed class CallersAddressTests
{
    [Fact]
    public async Task What_is_done_in_a_circuit_says_from_where()
    {
        var http = new HttpContextAccessor { HttpContext = From("10.0.0.7") };
        var signedIn = await new CallersAddress(http).TransformAsync(Amina());
        http.HttpContext = null;

        var caller = await new Door(null!, http, new Circuit(signedIn)).Caller();

        Assert.Equal(("10.0.0.7", Role.MerchantAdmin), (caller.Address, caller.Role));
    }

    [Fact]
    public async Task The_address_is_the_requests_and_never_the_cookies()
    {
        var cookie = Amina();

        await new CallersAddress(new HttpContextAccessor { HttpContext = From("10.0.0.7") }).TransformAsync(cookie);
        var next = await new CallersAddress(new HttpContextAccessor { HttpContext = From("10.0.0.8") }).TransformAsync(cookie);

        Assert.Equal("10.0.0.8", Assert.Single(next.FindAll(ClaimNames.Address)).Value);
    }

    private static ClaimsPrincipal Amina() => SignInCookie.PrincipalOf(
        new Account(new UserId(Guid.CreateVersion7()), Role.MerchantAdmin, "Amina", "amina@duka.test", null, null, "stamp", null, null, DateTimeOffset.UnixEpoch),
        new TenantId(Guid.CreateVersion7()));

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    private sealed class Circuit(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
