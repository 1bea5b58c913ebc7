"""The adapter of each account in the settings."""

from collections.abc import Callable, Mapping

from chatserver.config.posting_targets import PostingTarget
from chatserver.posting.adapter import Adapter
from chatserver.posting.services.bluesky import BlueskyAccount
from chatserver.posting.services.facebook import FacebookPage
from chatserver.posting.services.mastodon import MastodonAccount
from chatserver.posting.services.telegram import TelegramChannel
from chatserver.posting.services.x import XAccount
from sessions.posting.services import Service

ADAPTERS: Mapping[str, Callable[[PostingTarget], Adapter]] = {
    Service.FACEBOOK: FacebookPage,
    Service.X: XAccount,
    Service.MASTODON: MastodonAccount,
    Service.BLUESKY: BlueskyAccount,
    Service.TELEGRAM: TelegramChannel,
}


def adapter_of(target: PostingTarget) -> Adapter:
    return ADAPTERS[target.service](target)
