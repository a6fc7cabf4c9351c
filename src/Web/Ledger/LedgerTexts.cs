namespace Paylatch.Web.Ledger;

/// <summary>Marks the words of the books' pages: LedgerTexts.resx, .sw.resx and .ar.resx beside this file.</summary>
public sealed class LedgerTexts;
