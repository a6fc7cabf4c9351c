namespace Paylatch.Web.Shell;

/// <summary>Marks the words every part of the portal shares: SharedTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class SharedTexts;
