using System.Globalization;
using System.Resources;
using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Lending;

namespace Paylatch.Web.Tests.Lending;

/// <summary>A loan's story is told in words: no event of it shows its type's name.</summary>
public sealed class LoanStoryTextsTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("sw")]
    [InlineData("ar")]
    public void Every_event_about_a_loan_or_its_device_has_words(string language)
    {
        var texts = new ResourceManager(typeof(LendingTexts));
        var culture = CultureInfo.GetCultureInfo(language);
        var told = typeof(DomainEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DomainEvent)) && !type.IsAbstract)
            .Where(type => new[] { nameof(DomainEvent.AboutLoan), nameof(DomainEvent.AboutDevice) }.Any(name => type.GetProperty(name)!.DeclaringType == type))
            .Select(type => type.Name).Except(LoanTimeline.Untold).ToList();

        Assert.True(told.Count > 30);
        Assert.Equal("", string.Join(", ", told.Where(name => texts.GetString("Event_" + name, culture) is null).Order()));
    }
}
