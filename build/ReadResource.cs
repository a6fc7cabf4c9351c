// Copies one manifest resource out of a .NET assembly into a file, without loading the assembly.
//   dotnet run --file ReadResource.cs -- <assembly> <resource> <file>
// Used by BlazorScript.targets. Publishing ahead of time would ask for a package that is not needed here.
#:property PublishAot=false

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

if (args is not [var assembly, var resource, var file])
{
    Console.Error.WriteLine("Usage: ReadResource <assembly> <resource> <file>");
    return 2;
}

using var pe = new PEReader(File.OpenRead(assembly));
var metadata = pe.GetMetadataReader();
foreach (var handle in metadata.ManifestResources)
{
    var entry = metadata.GetManifestResource(handle);
    if (metadata.GetString(entry.Name) != resource) continue;

    // The resource directory holds, at the entry's offset, a 32-bit length followed by that many bytes.
    var directory = pe.PEHeaders.CorHeader!.ResourcesDirectory;
    var reader = pe.GetSectionData(directory.RelativeVirtualAddress).GetReader(checked((int)entry.Offset), directory.Size - checked((int)entry.Offset));
    var length = checked((int)reader.ReadUInt32());
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
    // Written beside and moved, so that two builds at once never see half a file.
    var half = $"{file}.{Environment.ProcessId}";
    File.WriteAllBytes(half, reader.ReadBytes(length));
    File.Move(half, file, overwrite: true);
    Console.WriteLine($"{resource}: {length} bytes");
    return 0;
}

Console.Error.WriteLine($"{assembly} has no resource {resource}.");
return 1;
