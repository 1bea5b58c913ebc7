"""A complaint that was made in a chat becomes one of the ward's: once, with the same words."""

import pytest

from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.lodging.from_question import can_become_matter, make_matter_of
from sessions.models import Category, Matter, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening
from tests.factories.matters import make_category

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture
def evening() -> Evening:
    make_category("drains", keywords="drain;নালা", position=1)
    make_category("other", position=9)
    return make_evening()


def in_state(evening: Evening, state: str, **fields: str) -> Question:
    """Set the state as later steps would leave it."""
    question = evening.ask("The drain overflows.", kind="complaint")
    Question.objects.filter(pk=question.pk).update(state=state, **fields)
    return Question.objects.select_related("chat_session__ward").get(pk=question.pk)


def test_its_author_makes_it_one_and_pressing_again_gives_the_first(evening: Evening) -> None:
    question = in_state(evening, "declined", reason="out_of_competence")
    author = evening.residents[0]
    matter = make_matter_of(question, person=author)
    assert (matter.text, matter.kind, matter.source, matter.author) == (question.text, "complaint", "chat", author)
    assert (matter.category.slug, matter.from_question) == ("drains", question)
    assert make_matter_of(question, person=author) == matter
    assert Matter.objects.count() == 1


def test_the_category_can_be_chosen(evening: Evening) -> None:
    other = Category.objects.get(slug="other")
    question = in_state(evening, "answered")
    assert make_matter_of(question, person=evening.residents[0], category=other).category == other


def test_a_clerk_does_it_for_the_author_of_a_public_one(evening: Evening) -> None:
    question = in_state(evening, "on_notice")
    duties = ward_duties_of(evening.clerk)
    with pytest.raises(Refused) as refusal:
        make_matter_of(question, person=evening.clerk, duties=duties)
    assert refusal.value.code == "not_found"
    Question.objects.filter(pk=question.pk).update(queued_at=question.asked_at)
    matter = make_matter_of(question, person=evening.clerk, duties=duties)
    assert (matter.author, matter.entered_by) == (evening.residents[0], evening.clerk)


def test_nobody_else_does(evening: Evening) -> None:
    with pytest.raises(Refused) as refusal:
        make_matter_of(in_state(evening, "answered"), person=evening.residents[1])
    assert refusal.value.code == "not_found"


@pytest.mark.long
@pytest.mark.parametrize(
    ("state", "reason", "may"),
    [
        ("answered", "", True),
        ("on_notice", "", True),
        ("declined", "off_topic", True),
        ("declined", "attack", False),
        ("withdrawn", "", False),
        ("removed", "", False),
        ("merged", "", False),
        ("queued", "", False),
        ("waiting", "", False),
    ],
)
def test_which_may_become_one_while_the_chat_is_on(evening: Evening, state: str, reason: str, *, may: bool) -> None:
    assert can_become_matter(in_state(evening, state, reason=reason)) == may


def test_what_stayed_without_an_answer_may_after_the_chat(evening: Evening) -> None:
    question = in_state(evening, "queued")
    question.chat_session.state = "closed"
    assert can_become_matter(question)
    question.kind = "question"
    assert not can_become_matter(question)
