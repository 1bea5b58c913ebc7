"""The councillor's tick "this is a promise": the answer and its promise are made together, or neither is."""

from uuid import UUID

from django.utils.translation import gettext as _

from sessions.chats.questions.floor import give_answer
from sessions.city.people.access import answering_role
from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.models import Answer, Duty, PromiseBy
from sessions.models.promises.transitions import PromiseStepBy
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_text
from sessions.promises.making import make_promise
from sessions.promises.sources.promised import Promised, clean_promised, new_promise


@locks_chat_session
def give_promising_answer(
    chat_session: LockedChatSession, question_id: UUID, *, person: Person, text: str, final: bool, promised: Promised
) -> Answer:
    """Give an answer like give_answer(), and make the promise that its words hold.

    The promise is the office's, also where a delegate answers. An official cannot promise for the office. Raises
    Refused like give_answer(), and bad_field like clean_promised().
    """
    text = clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)
    promised = clean_promised(promised, answer=text)
    if answering_role(person, chat_session) == Duty.OFFICIAL:
        raise Refused("forbidden", _("Only the councillor or a delegate can make a promise for the office."))
    answer = give_answer.on_locked(chat_session, question_id, person=person, text=text, final=final)
    make_promise(new_promise(promised, answer), how=PromiseBy.TICK, by=PromiseStepBy.OFFICE, person=person)
    return answer
