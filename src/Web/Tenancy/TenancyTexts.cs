namespace Paylatch.Web.Tenancy;

/// <summary>Marks the words of tenancy's pages: TenancyTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class TenancyTexts;
