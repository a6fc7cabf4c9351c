using Mono.Cecil;
using Mono.Cecil.Cil;
using Paylatch.Application.Shared;

namespace Paylatch.Architecture.Tests;

/// <summary>
/// Which capability may know which other. Ids and Shared cross freely; another capability's events may be known by all.
/// </summary>
public sealed class CapabilityEdgesTests
{
    private static readonly string[] Capabilities =
        ["Tenancy", "Identity", "Devices", "Lending", "Ledger", "Payments", "Risk", "Billing", "Compliance", "Audit", "Notifications", "Webhooks"];

    // The one table. Tenancy (the tenant and its clock) and Identity (permissions) are what every capability stands on.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Payments"] = ["Lending", "Ledger"],
        ["Lending"] = ["Ledger", "Compliance"],
        // Reads a loan's standing before a lock and its names for the grid; see docs/decisions.
        ["Devices"] = ["Compliance", "Lending"],
        ["Risk"] = ["Lending", "Payments", "Devices"],
        ["Billing"] = [],
        ["Audit"] = ["Devices", "Lending", "Payments"],
        ["Notifications"] = ["Devices", "Lending", "Payments"],
        ["Webhooks"] = ["Devices", "Lending", "Payments"],
        ["Identity"] = [],
        ["Tenancy"] = [],
        ["Ledger"] = [],
        ["Compliance"] = [],
    };

    [Fact]
    public void Capabilities_know_only_those_they_may()
    {
        using var application = AssemblyDefinition.ReadAssembly(typeof(IEventLog).Assembly.Location);

        var broken = application.MainModule.GetTypes().SelectMany(Broken).Distinct().Order().ToList();

        Assert.Empty(broken);
    }

    [Fact]
    public void A_forbidden_edge_is_found()
    {
        using var tests = AssemblyDefinition.ReadAssembly(typeof(CapabilityEdgesTests).Assembly.Location);

        var broken = Broken(tests.MainModule.GetTypes().Single(t => t.Name == nameof(Application.Ledger.KnowsTooMuch)));

        Assert.Contains(broken, edge => edge.StartsWith("Ledger -> Lending", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Broken(TypeDefinition type)
    {
        if (CapabilityOf(Outermost(type).Namespace) is not { } from) return [];
        return References(type)
            .Select(reference => (To: CapabilityOf(reference.Namespace), reference.FullName))
            .Where(edge => edge.To is not null && edge.To != from && !Always(edge.To) && !Allowed[from].Contains(edge.To))
            .Select(edge => $"{from} -> {edge.To}: {type.FullName} knows {edge.FullName}");
    }

    private static bool Always(string to) => to is "Tenancy" or "Identity";

    // Paylatch.Domain.Lending.Events is open to all: reactions listen to any capability.
    private static string? CapabilityOf(string @namespace)
    {
        var parts = @namespace.Split('.');
        return parts is ["Paylatch", "Application" or "Domain", var capability, ..] && Capabilities.Contains(capability) && !parts.Contains("Events")
            ? capability
            : parts is ["Paylatch", "Architecture", "Tests", "Application", var fixture, ..] ? fixture : null;
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static IEnumerable<TypeReference> References(TypeDefinition type)
    {
        var found = new List<TypeReference?> { type.BaseType };
        found.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        found.AddRange(type.Fields.Select(f => f.FieldType));
        found.AddRange(type.Properties.Select(p => p.PropertyType));
        foreach (var method in type.Methods)
        {
            found.Add(method.ReturnType);
            found.AddRange(method.Parameters.Select(p => p.ParameterType));
            foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
            {
                if (instruction.Operand is MemberReference { DeclaringType: { } declaring }) found.Add(declaring);
                if (instruction.OpCode.OperandType == OperandType.InlineType) found.Add(instruction.Operand as TypeReference);
            }
        }

        return found.OfType<TypeReference>().SelectMany(Unwrap);
    }

    private static IEnumerable<TypeReference> Unwrap(TypeReference type)
    {
        var element = type.GetElementType();
        while (element.DeclaringType is not null) element = element.DeclaringType;
        return type is GenericInstanceType generic ? [element, .. generic.GenericArguments.SelectMany(Unwrap)] : [element];
    }
}
