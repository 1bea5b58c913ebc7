"""Space topics out: of a policy's window of consecutive places, no topic takes more than its share; pure."""

from collections import deque
from collections.abc import Sequence

from sessions.ordering.evening_facts import QueueCard
from sessions.ordering.policies import OrderPolicy

TOPICS_KEPT = 8
"""How many of the last topics are kept: no policy looks back further."""

UNLIMITED = ("", "other")
"""Questions without a topic, and those of none of the published ones, are not limited."""


def space_topics(cards: Sequence[QueueCard], before: Sequence[str], policy: OrderPolicy) -> list[QueueCard]:
    """Space the topics: at each place the first question whose topic may come, or the first of all if none may.

    Linear in time.

    before: the topics of the questions that were taken last. Only one topic at a time can have used up its share, so
    that all questions that had to stay behind are of one topic; they come as soon as it may come again.
    """
    window = deque(before, maxlen=policy.topic_window - 1)
    behind: deque[QueueCard] = deque()
    spaced: list[QueueCard] = []
    for card in cards:
        while behind and is_allowed(topic := topic_of(behind[0]), window, policy):
            window.append(topic)
            spaced.append(behind.popleft())
        topic = topic_of(card)
        if is_allowed(topic, window, policy):
            window.append(topic)
            spaced.append(card)
        else:
            behind.append(card)
    spaced += behind
    return spaced


def is_allowed(topic: str, window: Sequence[str] | deque[str], policy: OrderPolicy) -> bool:
    """Say whether a topic may follow. window: the topics of the places before, one fewer than the policy's window."""
    return topic in UNLIMITED or window.count(topic) < policy.topic_most


def latest(topics: Sequence[str], policy: OrderPolicy) -> Sequence[str]:
    """The latest topics, which count for the next place."""
    return topics[-(policy.topic_window - 1) :]


def topic_of(card: QueueCard) -> str:
    return card.get("topic") or ""
