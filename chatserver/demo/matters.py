"""Loads the demo's complaints and suggestions, each as far as its script says; everything goes through the domain."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from chatserver.accounts.models import User
from moderation.matters.screening import approve_matter
from sessions.matters.categories import load_starter_categories
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.resolving import clock_steps, office_steps, suggestion_steps
from sessions.matters.supporting.support import support_matter
from sessions.models import Category, Matter, Ward
from sessions.platform.text.text_input import CleanText

MATTERS = Path(__file__).with_name("matters.toml")

STEPS: dict[str, Callable[..., Matter]] = {
    "acknowledge": office_steps.acknowledge,
    "start": office_steps.start_work,
    "claim_done": office_steps.claim_done,
    "transfer": office_steps.transfer,
    "ask": clock_steps.ask_resident,
    "review": suggestion_steps.review,
}


@dataclass(frozen=True, slots=True)
class ScriptedMatter:
    """matters.toml explains the fields."""

    by: str
    kind: str
    category: str
    language: str
    text: str
    landmark: str
    lat: str
    lon: str
    supporters: tuple[str, ...] = ()
    steps: tuple[Mapping[str, Any], ...] = field(default=())
    waits: bool = False


@cache
def read_matters() -> tuple[ScriptedMatter, ...]:
    told = tomllib.loads(MATTERS.read_text(encoding="utf-8"))
    return tuple(ScriptedMatter(**facts) for facts in told["matter"])


def load_matters(ward: Ward, accounts: Mapping[str, User], *, moderator: User, officer: User) -> list[Matter]:
    """Lodge each, approve those that do not wait, and take the office's steps. officer: works for the ward."""
    load_starter_categories()
    categories = {category.slug: category for category in Category.objects.all()}
    made = [_lodge(each, ward, categories[each.category], accounts) for each in read_matters()]
    for matter, script in zip(made, read_matters(), strict=True):
        if script.waits:
            continue
        current = approve_matter(matter.pk, moderator=moderator, version=matter.version)
        for key in script.supporters:
            support_matter(matter.pk, accounts[key])
        for step in script.steps:
            facts = {name: value for name, value in step.items() if name != "step"}
            current = STEPS[step["step"]](matter.pk, person=officer, version=current.version, **facts)
    return made


def _lodge(script: ScriptedMatter, ward: Ward, category: Category, accounts: Mapping[str, User]) -> Matter:
    return lodge(
        NewMatter(
            ward=ward,
            kind=script.kind,
            category=category,
            text=CleanText(script.text),
            author=accounts[script.by],
            language=script.language,
            lat=Decimal(script.lat),
            lon=Decimal(script.lon),
            landmark=CleanText(script.landmark),
        )
    )
