using Paylatch.Domain.Notifications;
using Paylatch.Domain.Notifications.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Notifications;

public sealed class MessageTests
{
    private static readonly Addressee Amina = new(MessageChannel.Sms, "+254712345678", new CustomerId(Some.Guid()), new LoanId(Some.Guid()));

    [Fact]
    public void A_message_is_written_to_the_outbox()
    {
        var message = Message.Write(new(Some.Guid()), Amina, "reminder_tomorrow", "once", " Pay tomorrow ", Some.Noon);
        Assert.Equal(("Pay tomorrow", "once", 0, null), (message.Body, message.OnceKey, message.Attempts, message.SentAt));
        Assert.Equal([new MessageWritten(message.Id, Amina.Customer, Amina.Loan, MessageChannel.Sms, "reminder_tomorrow")], message.Events);
        Assert.Equal((Amina.Loan, Amina.Customer), (message.Events[0].AboutLoan, message.Events[0].AboutCustomer));
    }

    [Theory]
    [InlineData(MessageChannel.Sms, "0712345678")]
    [InlineData(MessageChannel.Sms, "+")]
    [InlineData(MessageChannel.Sms, "+25471x")]
    [InlineData(MessageChannel.Sms, "amina@example.org")]
    [InlineData(MessageChannel.Email, "+254712345678")]
    [InlineData(MessageChannel.Email, "@example.org")]
    [InlineData(MessageChannel.Email, "amina@")]
    [InlineData(MessageChannel.Email, "a@b@c")]
    public void The_recipient_fits_the_channel(MessageChannel channel, string recipient) => Refused.At(
        "notifications.recipient_invalid", "recipient", () => Write(Amina with { Channel = channel, Recipient = recipient }));

    [Fact]
    public void An_email_goes_to_an_address() => Assert.Equal(
        "amina@example.org", Write(new(MessageChannel.Email, " amina@example.org ", null, null)).Recipient);

    [Fact]
    public void A_message_has_a_text()
    {
        foreach (var body in new[] { null, " ", new string('x', 2001) })
            Refused.At("notifications.body_invalid", "body", () => Write(Amina, body));
        Assert.Equal(2000, Write(Amina, new string('x', 2000)).Body.Length);
    }

    [Fact]
    public void A_message_is_sent_once()
    {
        var message = Write(Amina);
        message.Failed("timeout");
        message.ClearEvents();
        message.Sent(Some.Noon);
        message.Sent(Some.Noon.AddHours(1));
        message.Failed("late");
        Assert.Equal((Some.Noon, 2, null), (message.SentAt, message.Attempts, message.LastError));
        Assert.Equal([new MessageSent(message.Id, Amina.Customer, Amina.Loan, "receipt")], message.Events);
    }

    [Fact]
    public void A_message_is_given_up_after_eight_attempts_and_that_is_said_once()
    {
        var message = Write(Amina);
        message.ClearEvents();
        for (var i = 0; i < 7; i++) message.Failed("timeout");
        Assert.False(message.GivenUp);
        Assert.Empty(message.Events);
        message.Failed(new string('x', 600));
        message.Failed("once more");
        Assert.True(message.GivenUp);
        Assert.Equal((8, 500), (message.Attempts, message.LastError?.Length));
        Assert.Equal([new MessageGivenUp(message.Id, Amina.Customer, Amina.Loan, "receipt")], message.Events);
    }

    private static Message Write(Addressee to, string? body = "Thank you") => Message.Write(new(Some.Guid()), to, "receipt", null, body, Some.Noon);
}
