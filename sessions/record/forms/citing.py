"""How a record, a question or an answer of it is cited, in the language that is active."""

from django.utils.translation import gettext as _

from sessions.display import short_date, ward_name
from sessions.record.forms.record_facts import RecordFacts
from sessions.text.digits import digits
from sessions.text.direction.isolating import isolate_address


def cite_record(facts: RecordFacts, *, address: str) -> str:
    """Ward, date, address and the root that anybody can compare."""
    return f"{record_title(facts)}. {isolate_address(address)} ({_state(facts)})"


def cite_question(facts: RecordFacts, receipt: str, entry: int | None, *, address: str) -> str:
    """The same with the receipt of the question and the number of its entry."""
    question = _("Question %(code)s") % {"code": receipt}
    place = f", {_('entry %(number)s') % {'number': digits(entry)}}" if entry is not None else ""
    return f"{record_title(facts)}. {question}{place}. {isolate_address(address)} ({_state(facts)})"


def record_title(facts: RecordFacts) -> str:
    """Live chat of Ward 95, 2 January 2027."""
    name = _("Live chat of %(ward)s") % {"ward": ward_name(facts.ward)}
    return f"{name}, {short_date(facts.starts_at)}"


def _state(facts: RecordFacts) -> str:
    root = _("root %(root)s") % {"root": facts.root}
    return f"{_('draft')}, {root}" if facts.is_draft else root
