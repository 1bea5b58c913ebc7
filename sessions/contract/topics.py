"""The published topics of questions; sessions/platform/text/labels.py has their words.

The list is public before an evening, because an order may limit how often a topic comes (sessions/ordering/). The
asker chooses one, and a moderator can correct it. `other` stands for none of them and is never limited.
"""

from enum import StrEnum


class Topic(StrEnum):
    WATER = "water"
    DRAINAGE = "drainage"
    ROADS = "roads"
    LIGHTS = "lights"
    WASTE = "waste"
    HEALTH = "health"
    BUILDINGS = "buildings"
    PARKS = "parks"
    PAPERS = "papers"
    OTHER = "other"
