namespace Paylatch.Web.Notifications;

/// <summary>Marks the words of the page of messages: NotificationsTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class NotificationsTexts;
