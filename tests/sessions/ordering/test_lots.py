"""Places by lot: anybody can repeat the draw, and each person has the same chance."""

import hashlib
import hmac
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ordering.evening_facts import EveningFacts
from sessions.ordering.lots import (
    commitment_of,
    hash_of_queue,
    lot_candidates,
    name_of_asker,
    new_seed,
    next_question,
    ticket,
)
from sessions.ordering.policies import FAIR_1, FAIR_2, FAIR_3, MOST_SUPPORTED

SEED = "ab" * 32
NAME = "6162a32fc141"
QUEUE = "aee99f7354276c9b02a37e8878ae95378da539c2afa4ef4a92b0039914630282"
TICKET = "10df5eaf8b6ef36e3acb36e739e3e28cafa91672e29ee61fae83688eaa1ce777"
BEACON = "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec"
TICKET_WITH_BEACON = "0b1700d5f98eb78ff4fde5026411e5af7468a6516feae74d16955bd2e8f3778f"


def card(id: str, asker: str, topic: str = "") -> dict[str, Any]:
    return {"id": id, "asker": asker, "topic": topic, "asked_at": "2027-01-02T12:00:00.000Z"}


def test_the_derivation_that_is_published() -> None:
    """The numbers stand in chatserver/docs/order.md; `printf '%s' TEXT | sha256sum` gives them, too."""
    assert commitment_of(SEED) == "271a413bd339c5709fdceaec41f14f11e9fbfb5042d72d331c65f32b284cd09a"
    assert ticket(SEED, 5, "3f9a") == "b305f1e26c477be518a03eb895f157caa069257b4a7ed88fe985eb0a5e83b7b9"


def test_the_derivation_of_names_and_mixed_tickets_that_is_published() -> None:
    """By the shell: `printf 'K7QM2XWA' | openssl dgst -sha256 -hmac "$seed"`, and `sha256sum`."""
    assert name_of_asker(SEED, "K7QM2XWA") == NAME
    assert hash_of_queue([{"commitment": "Zm9v"}, {"commitment": "YmFy"}, {"id": "older"}]) == QUEUE
    assert ticket(SEED, 5, NAME, QUEUE) == TICKET
    assert ticket(SEED, 5, NAME, QUEUE, BEACON) == TICKET_WITH_BEACON


@given(st.text("0123456789abcdef", min_size=64, max_size=64), st.text(min_size=1, max_size=12))
def test_a_name_is_the_beginning_of_an_hmac(seed: str, receipt: str) -> None:
    whole = hmac.new(seed.encode(), receipt.encode(), hashlib.sha256).hexdigest()
    assert (name_of_asker(seed, receipt), len(name_of_asker(seed, receipt))) == (whole[:12], 12)


def test_who_asks_later_changes_who_is_drawn() -> None:
    """So nobody who knows the seed can tell a friend before the draw which name would win it."""
    cards = [card(f"{place:02}", f"P{place}") | {"commitment": f"c{place}"} for place in range(10)]
    evening = EveningFacts(policy=FAIR_3, taken=4)
    late = [card("99", "L") | {"standing": "held", "commitment": f"late{number}"} for number in range(40)]
    drawn = [next_question([*cards, each], {}, evening, seed=SEED) for each in late]
    assert len({each.card["id"] for each in drawn if each is not None}) > 5
    older = EveningFacts(policy=FAIR_2, taken=4)
    [fixed] = {found.card["id"] for each in late if (found := next_question([*cards, each], {}, older, seed=SEED))}
    assert fixed in {each["id"] for each in cards}


def test_which_round_the_beacon_has_changes_who_is_drawn() -> None:
    """And under a policy that mixes nothing in, it does not."""
    cards = [card(f"{place:02}", f"P{place}") | {"commitment": f"c{place}"} for place in range(10)]
    drawn = {}
    for policy in (FAIR_2, FAIR_3):
        evening = EveningFacts(policy=policy, taken=4)
        found = [next_question(cards, {}, evening, seed=SEED, beacon=f"{number:064}") for number in range(40)]
        drawn[policy.name] = len({each.card["id"] for each in found if each is not None})
    assert (drawn["fair-2"], drawn["fair-3"] > 5) == (1, True)


@given(st.permutations(range(6)))
def test_the_hash_of_the_queue_does_not_depend_on_the_order_of_the_list(places: list[int]) -> None:
    cards = [{"commitment": f"c{place}"} for place in places]
    assert hash_of_queue(cards) == hash_of_queue(sorted(cards, key=lambda each: each["commitment"]))


def test_each_seed_is_another() -> None:
    assert (len(new_seed()), new_seed() == new_seed()) == (64, False)


@pytest.mark.costly
@given(st.integers(0, 60))
def test_one_place_in_five_is_drawn(taken: int) -> None:
    evening = EveningFacts(policy=FAIR_1, taken=taken)
    found = next_question([card("a", "A"), card("b", "B")], {}, evening, seed=SEED)
    assert found is not None
    assert found.by_lot == (taken % 5 == 4)
    if found.by_lot:
        assert found.card["asker"] == min("AB", key=lambda asker: ticket(SEED, taken + 1, asker))


def test_under_the_old_order_nothing_is_drawn() -> None:
    found = next_question([card("a", "A"), card("b", "B")], {"b": 1}, EveningFacts(MOST_SUPPORTED, taken=4), seed=SEED)
    assert found is not None
    assert (found.card["id"], found.by_lot) == ("b", False)
    assert next_question([], {}, EveningFacts(FAIR_1), seed=SEED) is None


def test_each_person_who_was_not_answered_has_one_ticket() -> None:
    cards = [card("a", "A"), card("b", "A"), card("c", "B"), card("d", "C")]
    evening = EveningFacts(policy=FAIR_1, taken=4, answered={"C": 1})
    assert [each["id"] for each in lot_candidates(cards, {"b": 1}, evening)] == ["b", "c"]


def test_only_who_counts_has_a_ticket_and_without_them_nothing_is_drawn() -> None:
    behind = [card(f"{place}", f"P{place}") | {"standing": "not_counted"} for place in range(9)]
    cards, evening = [*behind, card("a", "A"), card("b", "B")], EveningFacts(policy=FAIR_2, taken=4)
    assert [each["id"] for each in lot_candidates(cards, {"0": 900}, evening)] == ["a", "b"]
    assert next_question(behind, {"8": 1}, evening, seed=SEED) == (behind[8], False)
    assert len(lot_candidates(behind, {}, EveningFacts(policy=FAIR_1, taken=4))) == 9


def test_a_draw_keeps_topics_apart_while_others_wait() -> None:
    evening = EveningFacts(policy=FAIR_1, taken=4, topics=("water", "", "water"))
    cards = [card("a", "A", "water"), card("b", "B", "water"), card("c", "C", "roads")]
    assert [each["id"] for each in lot_candidates(cards, {}, evening)] == ["c"]
    assert [each["id"] for each in lot_candidates(cards[:2], {}, evening)] == ["a", "b"]
    long_ago = replace(evening, topics=("water", "water", "", "", ""))
    assert [each["id"] for each in lot_candidates(cards, {}, long_ago)] == ["a", "b", "c"]


@pytest.mark.costly
@given(st.lists(st.integers(0, 50), min_size=3, max_size=8), st.integers(1, 40), st.integers(0, 10**9))
def test_support_changes_nobodys_chance(numbers: list[int], more: int, seed: int) -> None:
    cards = [card(f"{place:02}", f"P{place}") for place in range(len(numbers))]
    support = {each["id"]: number for each, number in zip(cards, numbers, strict=True)}
    evening = EveningFacts(policy=FAIR_1, taken=4)
    drawn = next_question(cards, support, evening, seed=str(seed))
    assert drawn == next_question(cards[::-1], support | {"00": support["00"] + more}, evening, seed=str(seed))


@pytest.mark.costly
def test_everybody_is_drawn_about_as_often() -> None:
    cards = [card(f"{place:02}", f"P{place}") for place in range(10)]
    evening = EveningFacts(policy=FAIR_1, taken=4)
    drawn = Counter(
        found.card["id"]
        for seed in range(2000)
        if (found := next_question(cards, {"00": 900}, evening, seed=str(seed))) is not None
    )
    assert all(150 < drawn[each["id"]] < 250 for each in cards), drawn
