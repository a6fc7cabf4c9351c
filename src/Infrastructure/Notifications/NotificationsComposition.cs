using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Notifications;

namespace Paylatch.Infrastructure.Notifications;

/// <summary>Registers what notifications need besides their use cases.</summary>
public static class NotificationsComposition
{
    /// <summary>The sender and the post.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<IMessageSender, DevelopmentSender>()
        .AddSingleton<MessagePost>();

    /// <summary>The loop that sends.</summary>
    public static IServiceCollection AddNotificationsWorkers(this IServiceCollection services) => services.AddHostedService<MessageSending>();
}
