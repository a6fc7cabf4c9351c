namespace Paylatch.Web.Audit;

/// <summary>Marks the words of the audit pages: AuditTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class AuditTexts;
