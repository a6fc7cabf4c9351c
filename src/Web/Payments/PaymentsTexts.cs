namespace Paylatch.Web.Payments;

/// <summary>Marks the words of the payments' pages: PaymentsTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class PaymentsTexts;
