namespace Paylatch.Domain.Shared;

/// <summary>A stored thing that changes by verbs and says what happened. The door appends what it says to the log.</summary>
public abstract class Entity
{
    private readonly List<DomainEvent> _events = [];

    /// <summary>What happened to this entity since it was loaded, oldest first.</summary>
    public IReadOnlyList<DomainEvent> Events => _events;

    /// <summary>Forgets the events once they are in the log.</summary>
    public void ClearEvents() => _events.Clear();

    /// <summary>Says that something happened.</summary>
    protected void Raise(DomainEvent happened) => _events.Add(happened);
}

/// <summary>
/// Something that happened, in the past tense. Its class name is its stable type name in the log.
/// It carries no personal data: names, phones and national ids stay in their tables and are joined when read.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>The loan it is about, for timelines; null when none.</summary>
    public virtual LoanId? AboutLoan => null;

    /// <summary>The device it is about; null when none.</summary>
    public virtual DeviceId? AboutDevice => null;

    /// <summary>The customer it is about; null when none.</summary>
    public virtual CustomerId? AboutCustomer => null;

    /// <summary>True when it changes how everything of the tenant looks, such as its clock.</summary>
    public virtual bool ChangesEverything => false;

    /// <summary>Why it was done, in words a person wrote or a rule gave; null when it explains itself.</summary>
    public virtual string? Why => null;
}
