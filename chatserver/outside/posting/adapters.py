"""The adapter of each account in the settings."""

from collections.abc import Callable, Mapping

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import Adapter
from chatserver.outside.posting.services.bluesky import BlueskyAccount
from chatserver.outside.posting.services.facebook import FacebookPage
from chatserver.outside.posting.services.mastodon import MastodonAccount
from chatserver.outside.posting.services.telegram import TelegramChannel
from chatserver.outside.posting.services.x import XAccount
from sessions.posting.services import PostingService

ADAPTERS: Mapping[str, Callable[[PostingTarget], Adapter]] = {
    PostingService.FACEBOOK: FacebookPage,
    PostingService.X: XAccount,
    PostingService.MASTODON: MastodonAccount,
    PostingService.BLUESKY: BlueskyAccount,
    PostingService.TELEGRAM: TelegramChannel,
}


def adapter_of(target: PostingTarget) -> Adapter:
    return ADAPTERS[target.service](target)
