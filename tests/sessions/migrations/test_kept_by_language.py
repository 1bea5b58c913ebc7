"""What an installation of before has in two columns is kept by language, and comes back for an older version."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.sessions.migrations.step_by_step import migrate, migrate_to_the_newest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.long]

BEFORE = [("chat_sessions", "0039_full_text_search")]
AFTER = [("chat_sessions", "0040_kept_by_language")]
DAY = date(2027, 1, 2)
STARTS_AT = datetime(2027, 1, 2, 12, 30, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were; the newest come back in any case."""
    yield migrate(BEFORE)
    migrate_to_the_newest()


def tables(apps: Any) -> list[Any]:
    return [apps.get_model("chat_sessions", name) for name in ("Borough", "Ward", "Office", "Closure", "ChatSession")]


def test_both_languages_are_kept_and_come_back(before: Any) -> None:
    borough, ward, office, closure, chat_session = tables(before)
    ten = borough.objects.create(code="X", name_en="Borough X", name_bn="বরো ১০")
    here = ward.objects.create(number=95, borough=ten, neighbourhoods_en="Golf Green; Azadgarh", neighbourhoods_bn="")
    office.objects.create(ward=here, kind="councillor", name_en="Asha Sen", name_bn="আশা সেন", from_on=DAY)
    office.objects.create(ward=here, kind="vacant", from_on=DAY)
    closure.objects.create(kind="closed", from_on=DAY, to_on=DAY, reason_en="Fair", reason_bn="মেলা")
    chat_session.objects.create(
        ward=here,
        state="planned",
        starts_at=STARTS_AT,
        ends_at=STARTS_AT + timedelta(hours=1),
        because_en="it rained",
        because_bn="বৃষ্টি",
    )

    borough, ward, office, closure, chat_session = tables(migrate(AFTER))
    assert borough.objects.get().names == {"en": "Borough X", "bn": "বরো ১০"}
    assert ward.objects.get().neighbourhood_names == {"en": "Golf Green; Azadgarh"}
    assert [each.names for each in office.objects.order_by("pk")] == [{"en": "Asha Sen", "bn": "আশা সেন"}, {}]
    assert closure.objects.get().reasons == {"en": "Fair", "bn": "মেলা"}
    assert chat_session.objects.get().move_reasons == {"en": "it rained", "bn": "বৃষ্টি"}

    office.objects.filter(kind="councillor").update(names={"ur": "آشا سین"})
    closure.objects.update(reasons={"en": "f" * 201, "hi": "मेला"})
    borough, ward, office, closure, chat_session = tables(migrate(BEFORE))
    assert (borough.objects.get().name_en, borough.objects.get().name_bn) == ("Borough X", "বরো ১০")
    assert ward.objects.get().neighbourhoods_en == "Golf Green; Azadgarh"
    assert office.objects.get(kind="councillor").name_en == "آشا سین"  # better than nobody
    assert (closure.objects.get().reason_en, closure.objects.get().reason_bn) == ("f" * 200, "")
    assert chat_session.objects.get().because_bn == "বৃষ্টি"
