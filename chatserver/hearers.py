"""Who hears of what: for each hook of a room, the functions that are called, in this order.

What makes promises comes before what tells of them, and a redaction's locks of complaints before those of promises.
"""

HEARERS: dict[str, tuple[str, ...]] = {
    # The log
    "stream_grew": (
        "sessions.record.cards.kept.forget_taken_down",
        "chatserver.live.cluster.hints.hear_growth",
    ),
    "backing_changed": ("chatserver.live.cluster.hints.hear_backing",),
    "decisions_logged": ("sessions.record.months.listed_decisions.list_logged_decisions",),
    # Chats and questions
    "chat_stepped": (
        "sessions.promises.owed_block.listing.list_owed_at_opening",
        "sessions.posting.making.post_chat",
    ),
    "also_locked_at_opening": ("sessions.promises.owed_block.listing.chats_of_owed",),
    "step_taken": (
        "sessions.promises.sources.on_notice.follow_question",
        "sessions.notifications.question_news.write_question_news",
    ),
    "eligibility_changed": ("sessions.matters.supporting.support.recount_of_people",),
    "carry_out_decisions": ("moderation.desk.undoing.carry_out",),
    "between_evenings": ("moderation.matters.undoing.carry_out_due_undoable",),
    "why_look_again": ("moderation.questions.second_look.why_screening_looks_again",),
    # Complaints and suggestions
    "matter_stepped": (
        "sessions.promises.sources.suggestions.follow_suggestion",
        "sessions.matters.supporting.support.follow_merge",
        "sessions.matters.supporting.successors.follow_withdrawal",
        "sessions.notifications.matter_rounds.tell_matter_step",
        "chatserver.outside.open311.client.handing_on.hand_on_transferred",
    ),
    "office_alerted": ("sessions.notifications.matter_rounds.tell_office",),
    "moderators_alerted": ("sessions.notifications.matter_rounds.tell_moderators",),
    "resident_asked": ("sessions.notifications.matter_rounds.remind_to_answer",),
    "receipt_wanted": ("sessions.notifications.matter_rounds.deliver_receipt",),
    # Promises and activities
    "promise_stepped": (
        "sessions.promises.sources.noting.note_promise_step",
        "sessions.notifications.promise_rounds.tell_promise_step",
        "sessions.promises.owed_block.following.follow_on_live_lists",
        "sessions.posting.making.post_promise",
    ),
    "activity_changed": ("sessions.posting.making.post_activity",),
    # Rows that were saved
    "matter_saved": ("sessions.matters.public.indexing.index_matter",),
    "promise_saved": ("sessions.promises.public.indexing.index_promise",),
    "activity_saved": ("sessions.site.search.activity_texts.index_activity",),
    "record_saved": ("sessions.record.figures.keeping.keep_figures",),
    # Redactions
    "also_locked": (
        "sessions.matters.redacting.chats_with_the_same_words",
        "sessions.promises.owed_block.redacting.chats_that_listed_from",
    ),
    "destroy_copies": (
        "sessions.matters.redacting.destroy_in_matters",
        "sessions.promises.sources.withholding.destroy_in_promises",
        "sessions.record.redaction.copies.destroy_translations",
        "sessions.digests.forgetting.destroy_in_digests",
        "sessions.digests.forgetting.destroy_titles_in_digests",
        "sessions.posting.sweeping.forget_redacted",
    ),
    "forget_copies": (
        "sessions.platform.exports.kept_files.discard_lists",
        "sessions.record.forms.kept_forms.forget_forms_of",
        "sessions.record.cards.kept.forget_cards_of",
        "moderation.questions.similar.forgetting.forget_likeness",
    ),
    "quoting_places": (
        "sessions.activities.redacting.places_in_activities",
        "sessions.chats.calendar.lifecycle.redacting.places_in_calendar",
        "sessions.record.redaction.free_texts.authority_lines.places_in_authority_lines",
    ),
    "also_written_about": ("moderation.matters.redacting.destroy_written_about",),
    "also_hold_words": ("moderation.matters.redacting.tables_with_words",),
    "empty_log_file": ("chatserver.database.serving.truncate_write_ahead_log",),
}
