"""A post as it would read on each service, with what is counted there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sessions.models import Post, PostSettings
from sessions.platform.text.by_language import language_codes
from sessions.posting.composing import Composed, compose_post
from sessions.posting.services import LENGTH_RULES, SERVICE_NAMES, LengthRule
from sessions.posting.still_news import link_of
from sessions.posting.targets import Target, rule_of, targets_for
from sessions.posting.wording import checkpoint_in, note_in, texts_of

USUAL_LANGUAGES = ("bn", "en")
EXAMPLE_KEY = "…"


@dataclass(frozen=True, slots=True)
class CopyPreview:
    """target: blank for a service where we have no account."""

    target: str
    service: str
    composed: Composed

    @property
    def service_name(self) -> str:
        return SERVICE_NAMES[self.service]


def languages_of(post: Post) -> list[str]:
    """The languages in which it is written, the first one first."""
    chosen = PostSettings.objects.filter(ward=post.ward_id).values_list("languages", flat=True).first() or ()
    known = language_codes()
    wanted = [code for code in (chosen or USUAL_LANGUAGES) if code in known]
    return wanted or known[:1]


def composed_for(post: Post, target: Target, *, key: str) -> Composed:
    """The text that is sent."""
    languages = languages_of(post)
    return _composed(post, languages, rule_of(target), key, checkpoint_in(languages[0], post))


def previews_of(post: Post) -> list[CopyPreview]:
    """One for each account that posts for its ward; without any, one for each service, as an example."""
    languages, targets = languages_of(post), targets_for(post)
    checkpoint = checkpoint_in(languages[0], post)
    if not targets:
        return [
            CopyPreview("", service, _composed(post, languages, rule, EXAMPLE_KEY, checkpoint))
            for service, rule in LENGTH_RULES.items()
        ]
    return [
        CopyPreview(each.name, each.service, _composed(post, languages, rule_of(each), EXAMPLE_KEY, checkpoint))
        for each in targets
    ]


def words_to_copy(post: Post) -> str:
    """All of it with the link, for people to send on."""
    languages = languages_of(post)
    said = [*dict.fromkeys(texts_of(post, languages)), checkpoint_in(languages[0], post), link_of(post)]
    return "\n\n".join(filter(None, said))


def _composed(post: Post, languages: Sequence[str], rule: LengthRule, key: str, checkpoint: str) -> Composed:
    return compose_post(
        lambda quoted: texts_of(post, languages, quoted=quoted),
        link=link_of(post, key=key),
        rule=rule,
        aside=checkpoint,
        note=note_in(languages[0]),
    )
