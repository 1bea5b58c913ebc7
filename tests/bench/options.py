"""What one run of the bench is asked to do, and what the machine lets it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """scale shrinks every crowd, for a quick look; files is how many one process may have open."""

    age_s: float
    talk_s: float
    evening_s: float
    scale: float
    files: int

    def crowd(self, people: int) -> int:
        return max(2, round(people * self.scale))
