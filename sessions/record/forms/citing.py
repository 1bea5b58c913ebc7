"""How a record, a question or an answer of it is cited, in the language that is active."""

from django.utils.translation import gettext as _

from sessions.city.display import short_date, ward_name
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate_address
from sessions.platform.text.spoken.lists import join_with_commas
from sessions.record.forms.record_facts import RecordFacts


def cite_record(facts: RecordFacts, *, address: str) -> str:
    """Cite a record: ward, date, address and the root that anybody can compare."""
    return _cite([record_title(facts)], facts, address)


def cite_question(facts: RecordFacts, receipt: str, entry: int | None, *, address: str) -> str:
    """Cite a question: like its record, with the receipt of the question and the number of its entry."""
    question = _("Question %(code)s") % {"code": receipt}
    place = [_("entry %(number)s") % {"number": digits(entry)}] if entry is not None else []
    return _cite([record_title(facts), question, *place], facts, address)


def record_title(facts: RecordFacts) -> str:
    """Live chat of Ward 95, 2 January 2027."""
    name = _("Live chat of %(ward)s") % {"ward": ward_name(facts.ward)}
    return join_with_commas([name, short_date(facts.starts_at)])


def _cite(parts: list[str], facts: RecordFacts, address: str) -> str:
    """Cite the record with commas: a full stop in Latin letters would end no sentence in Bengali, Hindi and Urdu."""
    return f"{join_with_commas([*parts, isolate_address(address)])} ({_state(facts)})"


def _state(facts: RecordFacts) -> str:
    root = _("root %(root)s") % {"root": facts.root}
    return join_with_commas([_("draft"), root]) if facts.is_draft else root
