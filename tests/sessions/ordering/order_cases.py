"""Queues and the order in which they are taken, for both languages that compute it: tables of plain values."""

from typing import Any, NamedTuple

OPENED = "2027-01-02T13:00:00.000Z"


class OrderCase(NamedTuple):
    """queue: each "id asker topic support minutes-after-the-opening first? standing?"; a dot stands for nothing.

    answered, taken_down: the asker of each question that was answered, or taken and then taken down. order: the ids.
    places: of each in that order. why: by id.
    """

    name: str
    queue: tuple[str, ...]
    order: str
    places: tuple[int, ...]
    policy: str = "fair-1"
    answered: str = ""
    taken_down: str = ""
    topics: tuple[str, ...] = ()
    taken: int = 0
    why: dict[str, list[str]] = {}


CASES = (
    OrderCase("nobody waits", (), "", ()),
    OrderCase("the earlier question first", ("b B . 0 -2 .", "a A . 0 -1 ."), "ba", (1, 2)),
    OrderCase("the lower id, at last", ("b B . 0 -1 .", "a A . 0 -1 ."), "ab", (1, 2)),
    OrderCase("support counts", ("a A . 0 -2 .", "b B . 1 -1 ."), "ba", (1, 2)),
    OrderCase("a whole minute of waiting is a point", ("a A . 1 4 .", "b B . 0 0 ."), "ba", (1, 2)),
    OrderCase("less than a minute is none", ("b B . 0 0 .", "a A . 1 3.99 ."), "ba", (1, 2)),
    OrderCase("three minutes are worth one supporter", ("b B . 0 0 .", "a A . 1 3 ."), "ba", (1, 2)),
    OrderCase("before the opening only the tie is decided by time", ("a A . 1 -1 .", "b B . 0 -900 ."), "ab", (1, 2)),
    OrderCase(
        "who asks for the first time goes before ten supporters",
        ("a A . 9 -2 .", "b B . 0 -1 first"),
        "ba",
        (1, 2),
        why={"a": [], "b": ["first_time"]},
    ),
    OrderCase("ten are worth as much", ("a A . 10 -1 .", "b B . 0 -2 first"), "ba", (1, 2)),
    OrderCase("eleven supporters go before them", ("b B . 0 -2 first", "a A . 11 -1 ."), "ab", (1, 2)),
    OrderCase(
        "support has a falling return",
        ("a A . 50 -1 .", "b B . 54 -2 .", "c C . 55 -1 .", "d D . 5000 -1 .", "e E . 11 -1 ."),
        "dcbae",
        (1, 2, 3, 4, 5),
    ),
    OrderCase(
        "who was answered waits for those who were not",
        ("a A . 900 -1 first", "b B . 0 50 .", "c C . 0 51 ."),
        "bca",
        (1, 2, 3),
        answered="A",
        why={"a": ["first_time", "answered"], "b": [], "c": []},
    ),
    OrderCase(
        "a question before one's own counts as much as one that was answered",
        ("b B . 0 -3 .", "a A . 9 -2 .", "c A . 1 -1 ."),
        "acb",
        (1, 2, 3),
        answered="B",
    ),
    OrderCase(
        "who was answered has had their turn, also where the question was taken down since",
        ("a A . 900 -1 first", "b B . 0 50 .", "c C . 0 51 ."),
        "bca",
        (1, 2, 3),
        taken_down="A",
        why={"a": ["first_time", "answered"], "b": [], "c": []},
    ),
    OrderCase(
        "each person's second question waits for everybody's first",
        ("a A . 90 -1 .", "b A . 80 -1 .", "c C . 0 -1 .", "d A . 99 -1 ."),
        "dcab",
        (1, 2, 3, 4),
        why={"a": ["own_earlier"], "b": ["own_earlier"], "c": [], "d": []},
    ),
    OrderCase(
        "and the third for everybody's second",
        ("a A . 9 -1 .", "b A . 8 -1 .", "e A . 7 -1 .", "c C . 0 -1 .", "d C . 0 -1 ."),
        "acbde",
        (1, 2, 3, 4, 5),
    ),
    OrderCase(
        "two of four consecutive places for one topic",
        (
            "a A water 9 -1 .",
            "b B water 8 -1 .",
            "c C water 7 -1 .",
            "d D roads 1 -1 .",
            "e E . 0 -1 .",
            "f F . 0 -1 .",
        ),
        "abdecf",
        (1, 2, 3, 4, 6, 6),
    ),
    OrderCase(
        "what had to stay behind counts, too, once it has come",
        (
            "a A water 9 -1 .",
            "b B water 8 -1 .",
            "c C water 7 -1 .",
            "d D water 6 -1 .",
            "e E water 5 -1 .",
            "f F . 2 -1 .",
            "g G . 1 -1 .",
            "h H . 0 -1 .",
        ),
        "abfgcdhe",
        (1, 2, 3, 4, 6, 7, 8, 8),
    ),
    OrderCase(
        "what was taken before counts",
        ("a A water 9 -1 .", "b B roads 1 -1 .", "c C water 7 -1 ."),
        "bac",
        (1, 2, 3),
        topics=("water", "lights", "water"),
    ),
    OrderCase(
        "while others wait",
        ("a A water 9 -1 .", "b B water 8 -1 .", "c C water 7 -1 .", "d D water 6 -1 ."),
        "abcd",
        (1, 2, 3, 4),
    ),
    OrderCase(
        "no limit for what is of no topic",
        ("a A other 9 -1 .", "b B other 8 -1 .", "c C other 7 -1 .", "d D roads 6 -1 ."),
        "abcd",
        (1, 2, 3, 4),
        topics=("other", "other", "other"),
    ),
    OrderCase(
        "the next place is drawn by lot",
        ("a A . 9 -1 .", "b B . 8 -1 .", "c C . 7 -1 ."),
        "abc",
        (2, 3, 3),
        taken=4,
    ),
    OrderCase(
        "most supported first, then the earlier, then the lower id",
        ("c C . 0 -2 .", "b B . 0 -2 .", "a A . 0 -1 first", "d A . 2 50 .", "e B . 3 50 ."),
        "edbca",
        (1, 2, 3, 4, 5),
        policy="backing",
        answered="BBB",
        topics=("water", "water", "water"),
        taken=4,
        why={},
    ),
    OrderCase(
        "without standing there is no first-time bonus, no round, and no place before anybody else",
        (
            "a A . 0 -9 first held",
            "b B . 40 -9 first not_counted",
            "c C . 0 50 .",
            "d C . 0 51 .",
            "e B . 0 -8 first not_counted",
            "f D . 0 52 first",
        ),
        "fcdbae",
        (1, 2, 3, 4, 6, 6),
        policy="fair-2",
        answered="B",
        why={
            "f": ["first_time"],
            "c": [],
            "d": ["own_earlier"],
            "b": ["behind"],
            "a": ["behind"],
            "e": ["behind"],
        },
    ),
    OrderCase(
        "the policy whose draws nobody can choose keeps the order between them",
        ("a A . 0 -9 first held", "b B . 1 -9 .", "c C . 40 -9 first", "d C . 90 -9 ."),
        "cbda",
        (1, 2, 4, 4),
        policy="fair-3",
        taken=2,
        why={"c": ["first_time"], "b": [], "d": ["own_earlier"], "a": ["behind"]},
    ),
    OrderCase(
        "topics bring nobody before those who count, and are spaced out behind them",
        (
            "a A roads 9 -1 . held",
            "b B water 8 -1 .",
            "c C water 7 -1 .",
            "d D water 6 -1 .",
            "e E water 9 -2 . held",
        ),
        "bcdae",
        (1, 2, 3, 4, 5),
        policy="fair-2",
    ),
    OrderCase(
        "an evening under the older policy keeps its order whatever the log says of standing",
        ("a A . 0 -9 first held", "b B . 1 -9 ."),
        "ab",
        (1, 2),
        why={"a": ["first_time"], "b": []},
    ),
)


def state_of(case: OrderCase) -> dict[str, Any]:
    """The folded public stream."""
    lines = [line.split() for line in case.queue]
    return {
        "session": {"order": case.policy, "opened_at": OPENED, "state": "live"},
        "floor": None,
        "queue": [_card(*line) for line in lines],
        "answered": [{"id": f"answered-{number}", "asker": asker} for number, asker in enumerate(case.answered)],
        "removed": [
            {"id": "removed-from-queue", "asker": "B", "asked_at": OPENED, "backing": 0},
            *({"id": f"down-{number}", "asker": asker, "after": None} for number, asker in enumerate(case.taken_down)),
        ],
        "places": {"taken": case.taken, "topics": list(case.topics)},
        "counts": {"backing": {line[0]: int(line[3]) for line in lines if line[3] != "0"}},
    }


def _card(id: str, asker: str, topic: str, _support: str, minutes: str, *marks: str) -> dict[str, Any]:
    seconds = 13 * 3600 + round(float(minutes) * 60)
    days, seconds = divmod(seconds, 24 * 3600)
    hours, seconds = divmod(seconds, 3600)
    at = f"2027-01-{2 + days:02}T{hours:02}:{seconds // 60:02}:{seconds % 60:02}.000Z"
    named = {} if topic == "." else {"topic": topic}
    standing = next(({"standing": mark} for mark in marks if mark in ("held", "not_counted")), {})
    first = {"first_time": True} if "first" in marks else {}
    return {"id": id, "asker": asker, "asked_at": at, **named, **standing, **first}
