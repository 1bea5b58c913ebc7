"""What the names of a script stand for: each declaration, the scope that it holds in, and where it is meant."""

from dataclasses import dataclass, field

Place = int
"""Which of the script's pieces."""


@dataclass(eq=False)
class Declared:
    """A variable, or a private member of a class; and everywhere that it stands, its declaration too."""

    name: str
    places: list[Place] = field(default_factory=list)


@dataclass(eq=False)
class Scope:
    """A block, the parameters of a function, the module, or a class with its private members."""

    outer: "Scope | None" = None
    declared: dict[str, Declared] = field(default_factory=dict)
    inner: list["Scope"] = field(default_factory=list)

    def open(self) -> "Scope":
        self.inner.append(Scope(self))
        return self.inner[-1]

    def declare(self, name: str) -> None:
        self.declared.setdefault(name, Declared(name))

    def find(self, name: str) -> Declared | None:
        """What it means here: the innermost declaration."""
        return self.declared.get(name) or (self.outer.find(name) if self.outer else None)


@dataclass
class Script:
    pieces: list[str]
    """Joined, they are the text."""
    module: Scope = field(default_factory=Scope)
    classes: list[Scope] = field(default_factory=list)
    both: set[Place] = field(default_factory=set)
    """Where {name} stands, which is a property's name and a variable at once."""
    unknown: set[str] = field(default_factory=set)
    """What the script does not declare: the browser's."""
