"""What pages about questions offer of complaints and suggestions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from sessions.city.people.second_factor import is_proven
from sessions.city.people.ward_staff import ward_duties_of
from sessions.matters.categories import guess_category, offered_categories
from sessions.matters.lodging.from_question import can_become_matter, matter_of
from sessions.models import Category, Matter, Question

register = template.Library()


@dataclass(frozen=True, slots=True)
class Offer:
    """The offer to lodge a question as a complaint.

    matter: what the question became; None where it still may. guess: the category that its words suggest.
    """

    is_own: bool
    matter: Matter | None = None
    categories: tuple[Category, ...] = ()
    guess: Category | None = None


@register.simple_tag(takes_context=True)
def become_matter(context: Mapping[str, Any], question: Question) -> Offer | None:
    """None where this reader may not make a complaint or suggestion of the question; else up to five queries."""
    request = context["request"]
    person = request.user if request.user.is_authenticated else None
    if person is None or not can_become_matter(question):
        return None
    is_own = question.author_id == person.pk
    if not is_own and not (question.has_been_public and is_proven(request.session)):
        return None
    if not is_own and not ward_duties_of(person).may("enter", question.chat_session.ward_id):
        return None
    matter = matter_of(question)
    categories = tuple(offered_categories()) if matter is None else ()
    return Offer(is_own, matter, categories, guess_category(question.text) if categories else None)
