"""The options of one run of the bench, and the limits of the machine."""

from dataclasses import dataclass

from tests.bench.machine import affordable


@dataclass(frozen=True)
class Options:
    """scale shrinks every crowd, for a quick look; files is how many one process may have open."""

    age_s: float
    talk_s: float
    evening_s: float
    scale: float
    files: int

    def crowd(self, people: int, *, servers: int = 1) -> tuple[int, list[str]]:
        """How many of so many people fit in front of one or more server processes, and a remark if fewer."""
        wanted = max(2, round(people * self.scale))
        count = affordable(wanted, self.files, processes=servers)
        remark = f"{count:,} people instead of {wanted:,}: a process may open {self.files:,} files here"
        return count, [remark] if count < wanted else []
