"""The named policies by which a queue is ordered, with all their numbers; pure.

A policy never changes once a chat was announced under it: other numbers are another policy, with another name.
chatserver/docs/order.md describes them for people who compute an order again, and
chatserver/static/js/ordering/policies.js repeats the numbers for the pages.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SupportStep:
    """The next `people` supporters of a question (None: all others) give `points` for every `for_each` of them."""

    people: int | None
    points: int
    for_each: int = 1


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """A declared policy of the order.

    is_fair: false for an order by support and time alone, to which none of the numbers applies.

    support: how support counts, with a falling return. first_time: the points of people who ask in the ward for the
    first time. needs_standing: questions of people whose support does not count come after all others, by their points
    alone, and have no part in the draws. topic_window, topic_most: of so many consecutive places, no topic takes more
    than so many. lot_every: each place whose number it divides is drawn by lot; 0: none. is_mixed: the names of the
    people who ask follow from the seed and a receipt, and the commitments of the queue are part of each draw
    (lots.py). shows_support: whether the pages for residents show the numbers during the evening.
    """

    name: str
    is_fair: bool = True
    support: tuple[SupportStep, ...] = ()
    first_time: int = 0
    needs_standing: bool = False
    topic_window: int = 4
    topic_most: int = 2
    lot_every: int = 0
    is_mixed: bool = False
    shows_support: bool = True


MOST_SUPPORTED = OrderPolicy("backing", is_fair=False)
"""More support comes first, then the earlier question: the order of all chats before there were other policies."""

FAIR_1 = OrderPolicy(
    "fair-1",
    support=(SupportStep(10, 3), SupportStep(40, 1), SupportStep(None, 1, for_each=5)),
    first_time=30,
    lot_every=5,
)

FAIR_1_QUIET = replace(FAIR_1, name="fair-1-quiet", shows_support=False)
"""Policy fair-1, except that people do not see how many support a question until the record shows it."""

FAIR_2 = replace(FAIR_1, name="fair-2", needs_standing=True)
"""Policy fair-1, except that only people whose support would count have a first-time bonus, rounds and draws."""

FAIR_2_QUIET = replace(FAIR_2, name="fair-2-quiet", shows_support=False)

FAIR_3 = replace(FAIR_2, name="fair-3", is_mixed=True)
"""Policy fair-2, except that nobody chooses what decides a draw."""

FAIR_3_QUIET = replace(FAIR_3, name="fair-3-quiet", shows_support=False)

DEFAULT_POLICY = FAIR_3.name

POLICIES = {
    policy.name: policy for policy in (MOST_SUPPORTED, FAIR_1, FAIR_1_QUIET, FAIR_2, FAIR_2_QUIET, FAIR_3, FAIR_3_QUIET)
}


def policy_named(name: str) -> OrderPolicy:
    """Raises LookupError for a name that no policy has."""
    return POLICIES[name]


def support_points(policy: OrderPolicy, people: int) -> int:
    """The points that a question has from so many supporters; one more supporter never makes them fewer."""
    points, left = 0, people
    for step in policy.support:
        counted = left if step.people is None else min(left, step.people)
        points += counted // step.for_each * step.points
        left -= counted
    return points
