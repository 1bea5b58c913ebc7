"""The two tables of transitions: from a state, by a step, to a state; for chat sessions and for questions."""

from sessions.models import ChatSessionState, QuestionState
from sessions.models.question import PUBLIC_STATES

CHAT_SESSION: dict[str, dict[str, ChatSessionState]] = {
    "announce": {ChatSessionState.PLANNED: ChatSessionState.SCHEDULED},
    "move": {
        ChatSessionState.PLANNED: ChatSessionState.PLANNED,
        ChatSessionState.SCHEDULED: ChatSessionState.SCHEDULED,
    },
    "open": {ChatSessionState.SCHEDULED: ChatSessionState.LIVE},
    "warn": {ChatSessionState.LIVE: ChatSessionState.LIVE},
    "extend": {ChatSessionState.LIVE: ChatSessionState.LIVE},
    "close": {ChatSessionState.LIVE: ChatSessionState.CLOSED},
    "cancel": {
        ChatSessionState.PLANNED: ChatSessionState.CANCELLED,
        ChatSessionState.SCHEDULED: ChatSessionState.CANCELLED,
    },
    "seal": {ChatSessionState.CLOSED: ChatSessionState.SEALED},
}

_UNSCREENED = (QuestionState.WAITING, QuestionState.HELD)

QUESTION_TRANSITIONS: dict[str, dict[str, QuestionState]] = {
    "claim": {state: state for state in _UNSCREENED},
    "release": {state: state for state in _UNSCREENED},
    "approve": dict.fromkeys(_UNSCREENED, QuestionState.QUEUED),
    "hold": {QuestionState.WAITING: QuestionState.HELD},
    "decline": dict.fromkeys(_UNSCREENED, QuestionState.DECLINED),
    "reopen": {QuestionState.DECLINED: QuestionState.WAITING},
    "merge": dict.fromkeys((*_UNSCREENED, QuestionState.QUEUED), QuestionState.MERGED),
    "take_down": dict.fromkeys(PUBLIC_STATES, QuestionState.REMOVED),
    "withdraw": dict.fromkeys((*_UNSCREENED, QuestionState.QUEUED), QuestionState.WITHDRAWN),
    "take": {QuestionState.QUEUED: QuestionState.ON_FLOOR},
    "return": {QuestionState.ON_FLOOR: QuestionState.QUEUED},
    "answer": {QuestionState.ON_FLOOR: QuestionState.ANSWERED},
    "answer_in_writing": {QuestionState.ON_NOTICE: QuestionState.ANSWERED},
    "defer": {QuestionState.ON_FLOOR: QuestionState.ON_NOTICE, QuestionState.QUEUED: QuestionState.ON_NOTICE},
}
