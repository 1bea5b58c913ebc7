"""A question into which others are merged: how many asked it, in how many scripts, in which common words."""

from sessions.chats.support.asker_standing import restate_standings
from sessions.log import log
from sessions.log.events.room import QuestionUnited
from sessions.models import Question, QuestionState
from sessions.platform.text.script_detection import text_language


def tell_merged(question: Question, *, by: str) -> None:
    """Tell the public how many asked a locked public question, its common words, and whether those who asked count.

    In the caller's transaction.
    """
    merged = Question.objects.filter(merged_into=question, state=QuestionState.MERGED)
    asked = [(question.author_id, question.text), *merged.values_list("author_id", "text")]
    known = {author for author, _text in asked if author is not None}
    united = QuestionUnited(
        id=str(question.pk),
        asked=len(known) + sum(author is None for author, _text in asked),
        scripts=len({text_language(text) for _author, text in asked if text}),
        words=question.united_words or None,
    )
    log.append(question.chat_session, united, actor=by)
    restate_standings([question], by=by)


def inherit_common_words(question: Question, gone: Question) -> None:
    """Give a question that takes the place of another the words that both stood for. The caller saves it."""
    question.united_words = question.united_words or gone.united_words


def remove_common_words(question: Question) -> None:
    """Take back the common words of a question that is removed, and of those whose place it took: no reader gets them.

    It inherited them from those (inherit_common_words). The caller saves the question.
    """
    gone = question.successor_of if question.united_words else None
    question.united_words = ""
    while gone is not None:
        Question.objects.filter(pk=gone.pk).update(united_words="")
        gone = gone.successor_of if gone.united_words else None
