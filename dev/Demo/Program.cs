using Paylatch.Demo;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(DemoOptions.Help);
    return 0;
}

return 0;
