using Paylatch.Domain.Lending;

namespace Paylatch.Architecture.Tests.Application.Ledger;

/// <summary>The negative control of the edges: the ledger must not know loans.</summary>
public sealed record KnowsTooMuch(Loan Loan);
