using Hub.Architecture.Tests.House;
using Hub.Mutants;

namespace Hub.Architecture.Tests;

/// <summary>A fault that no longer finds its place proves nothing, and would be noticed only when somebody plants it.</summary>
public sealed class PlantedFaultsTests
{
    [Fact]
    public void Each_planted_fault_finds_its_place_once() => Verdict.Clean(PlantedFaults.All.Select(Problem).OfType<string>());

    [Fact]
    public void Each_planted_fault_changes_something() => Assert.All(PlantedFaults.All, fault => Assert.NotEqual(fault.Find, fault.Plant));

    private static string? Problem(PlantedFault fault) => TheHouse.Read(fault.File).Split(fault.Find).Length - 1 is var places and not 1
        ? $"\"{fault.Name}\" finds its place {places} times in {fault.File}; it must be there once."
        : null;
}
