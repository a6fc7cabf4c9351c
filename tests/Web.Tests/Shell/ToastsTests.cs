using Paylatch.Web.Components;

namespace Paylatch.Web.Tests.Shell;

public sealed class ToastsTests
{
    [Fact]
    public void The_same_news_twice_is_two_toasts_and_closing_one_leaves_the_other()
    {
        using var toasts = new Toasts(TimeProvider.System);
        toasts.Show("Done.");
        toasts.Show("Done.");

        // The host draws each under itself as its key; two that were equal ended the circuit.
        Assert.Equal(2, toasts.Shown.Distinct().Count());
        var later = toasts.Shown[1];
        toasts.Close(later);
        Assert.NotSame(later, Assert.Single(toasts.Shown));
    }
}
