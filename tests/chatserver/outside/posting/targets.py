"""Accounts on social media, as settings have them, for tests that send nothing."""

from typing import Any

from chatserver.config.posting_targets import PostingTarget


def target(service: str, **fields: Any) -> PostingTarget:
    told: dict[str, Any] = {
        "name": f"our-{service}",
        "service": service,
        "url": "https://service.example",
        "values": {},
    }
    return PostingTarget(**told | fields)
