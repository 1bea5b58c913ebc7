"""The clerk enters a promise from a written answer, with the day that the office meant.

Where the answer says "before the puja", the clerk writes into `what` which day that is; the quoted words stay exact.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import require_no_freeze
from sessions.city.people.ward_staff import ward_duties_of
from sessions.models import Duty, Promise, PromiseBy
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.promises.making import make_promise
from sessions.promises.sources.answers import find_answer, lock_answer, require_not_marked
from sessions.promises.sources.promised import Promised, clean_promised, new_promise


@transaction.atomic
def enter_from_written_answer(answer_id: int, *, clerk: Person, promised: Promised) -> Promise:
    """Enter what a written answer promises. The promise is the office's that gave the answer.

    Raises Refused: not_found, forbidden, frozen, state (not a written answer, or the same words are marked already),
    bad_field, empty, too_long, bad_characters.
    """
    answer = find_answer(answer_id)
    ward = answer.question.chat_session.ward
    clean_promised(promised, answer=answer.text)
    if ward.pk not in ward_duties_of(clerk).wards.get(Duty.CLERK, ()):
        raise Refused("forbidden", _("You may not do this here."))
    if not answer.written:
        raise Refused("state", _("This was said in a chat. A moderator can propose it as a promise at the desk."))
    require_no_freeze(ward, timezone.localdate())
    answer = lock_answer(answer_id)
    new = new_promise(clean_promised(promised, answer=answer.text), answer)
    require_not_marked(new)
    return make_promise(new, how=PromiseBy.CLERK, by=PromiseStepBy.OFFICE, person=clerk)
