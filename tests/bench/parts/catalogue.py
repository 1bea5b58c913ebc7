"""The parts of the bench by their names on the command line."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import names
from tests.bench.options import Options
from tests.bench.parts.attack import measure_attack, measure_attack_by
from tests.bench.parts.backing import measure_backing
from tests.bench.parts.commands import measure_commands
from tests.bench.parts.complaints import measure_complaints
from tests.bench.parts.evening import BOROUGH, CITY, measure_evening
from tests.bench.parts.fanout import measure_fanout
from tests.bench.parts.joins import measure_joins
from tests.bench.parts.lodging import measure_lodging
from tests.bench.parts.memory import measure_memory
from tests.bench.parts.search import measure_search
from tests.bench.parts.site import measure_site
from tests.bench.parts.storm import measure_storm
from tests.bench.product import SERVERS
from tests.bench.results.figures import Row
from tests.servers.stacks import Engine

Part = Callable[[Options], Iterator[Row]]

PARTS: dict[str, Part] = {
    **{f"fanout-{sockets}": partial(measure_fanout, sockets) for sockets in names.FANOUT_SIZES},
    names.JOINS: measure_joins,
    names.STORM: measure_storm,
    names.COMMANDS: measure_commands,
    names.BACKING: measure_backing,
    names.MEMORY: measure_memory,
    names.ATTACK: measure_attack,
    **{f"attack-{number}": partial(measure_attack_by, kind) for number, kind in enumerate(names.ATTACK_BY, 1)},
    names.SEARCH: measure_search,
    "complaint-lists": measure_complaints,
    **{f"{names.LODGING}-{engine.value}": partial(measure_lodging, engine) for engine in Engine},
    names.SITE: measure_site,
    **{f"evening-{server}": partial(measure_evening, BOROUGH, server) for server in SERVERS},
    **{f"city-{server}": partial(measure_evening, CITY, server) for server in SERVERS},
}
GROUPS = {
    "fanout": [f"fanout-{sockets}" for sockets in names.FANOUT_SIZES],
    names.ATTACK: [names.ATTACK, *(f"attack-{number}" for number, _kind in enumerate(names.ATTACK_BY, 1))],
    names.COMPLAINTS: ["complaint-lists", *(f"{names.LODGING}-{engine.value}" for engine in Engine)],
    names.LODGING: [f"{names.LODGING}-{engine.value}" for engine in Engine],
    names.EVENING: [f"evening-{server}" for server in SERVERS],
    names.CITY_EVENING: [f"city-{server}" for server in SERVERS],
}
"""Names for several parts."""


def chosen(words: list[str]) -> list[str]:
    """The parts with these names, each once and in the order of PARTS; without names all of them.

    Raises KeyError with an unknown name.
    """
    wanted: set[str] = set()
    for word in words:
        wanted.update(GROUPS.get(word) or [word])
    for name in wanted - PARTS.keys():
        raise KeyError(name)
    return [name for name in PARTS if not wanted or name in wanted]
