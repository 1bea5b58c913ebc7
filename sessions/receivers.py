"""Connects each package to the signals that it follows, once, when the program starts."""

from collections.abc import Callable

from sessions.activities.redacting import connect_activity_redacting
from sessions.chats.calendar.lifecycle.redacting import connect_calendar_redacting
from sessions.digests.forgetting import connect_digest_forgetting
from sessions.matters.public.indexing import connect_matter_indexing
from sessions.matters.redacting import connect_matter_redacting
from sessions.matters.supporting.successors import connect_matter_successors
from sessions.matters.supporting.support import connect_matter_support
from sessions.notifications.matter_rounds import connect_matter_rounds
from sessions.notifications.promise_rounds import connect_promise_rounds
from sessions.notifications.question_news import connect_question_news
from sessions.posting.making import connect_posts
from sessions.posting.sweeping import forget_redacted
from sessions.promises.owed_block.following import connect_owed_following
from sessions.promises.owed_block.listing import connect_owed_list
from sessions.promises.owed_block.redacting import connect_owed_redacting
from sessions.promises.public.indexing import connect_promise_indexing
from sessions.promises.sources.connecting import connect_sources
from sessions.record.cards.forgetting import connect_card_forgetting
from sessions.record.figures import keeping  # noqa: F401 -- from now on, each record's figures are kept
from sessions.record.months.listed_decisions import connect_listing
from sessions.record.redaction.copies import connect_record_copies
from sessions.record.redaction.hooks import destroy_copies
from sessions.site.search.activity_texts import connect_activity_indexing

CONNECT: tuple[Callable[[], None], ...] = (
    connect_matter_redacting,
    connect_activity_redacting,
    connect_sources,
    connect_calendar_redacting,
    connect_record_copies,
    connect_digest_forgetting,
    connect_card_forgetting,
    connect_matter_support,
    connect_matter_successors,
    connect_matter_indexing,
    connect_promise_indexing,
    connect_activity_indexing,
    connect_question_news,
    connect_matter_rounds,
    connect_promise_rounds,
    connect_owed_list,
    connect_owed_redacting,
    connect_owed_following,
    connect_posts,
    connect_listing,
)
"""In this order: what makes promises comes before what tells of them, and a redaction's locks of complaints before
those of promises."""


def connect_receivers() -> None:
    for connect in CONNECT:
        connect()
    destroy_copies.append(forget_redacted)
