[assembly: AssemblyFixture(typeof(Paylatch.Testing.DatabaseServer))]
