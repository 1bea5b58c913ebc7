"""bin/manage post --dry-run shows what would go where, and sends nothing."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions.models import Post, PostCopy
from tests.chatserver.outside.posting.stand_in import Services
from tests.factories.matters import WardOffice
from tests.factories.posting import approved, kept_promise, promise_in, published_activity

pytestmark = pytest.mark.costly


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.PUBLIC_ORIGINS = ["https://chat.example.org"]


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("post", *arguments, stdout=said)
    return said.getvalue()


def test_a_dry_run_shows_texts_counts_and_states_and_sends_nothing(
    office: WardOffice, services: Services, settings: Any
) -> None:
    settings.POSTING_TARGETS = [services.target("telegram"), services.target("x")]
    post = approved(office)
    published_activity(office)
    before = list(PostCopy.objects.values()), list(Post.objects.values())
    shown = run("--dry-run")
    assert f"# {post.pk} promise_kept, ward 95, /promises/{promise_in(post).number}/: approved" in shown
    assert "-- our-telegram (telegram): " in shown
    assert " of 280; pending" in shown
    assert " of 280; waits for approval" in shown
    assert "The drain will be cleaned." in shown
    assert "https://chat.example.org/promises/" in shown
    assert (services.requests, before) == ([], (list(PostCopy.objects.values()), list(Post.objects.values())))
    assert run() == "Attempted 2 posts.\n"
    assert len(services.taken) == 2
    assert "promise_kept" not in run("--dry-run")


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_without_origins_it_says_what_is_missing_and_shows_no_link_to_this_machine(
    office: WardOffice, services: Services, settings: Any, arguments: tuple[str, ...]
) -> None:
    settings.PUBLIC_ORIGINS, settings.POSTING_TARGETS = [], [services.target("telegram")]
    approved(office)
    with pytest.raises(CommandError, match=r"^ORIGINS is not set"):
        run(*arguments)
    assert services.requests == []


def test_without_an_account_it_shows_examples(office: WardOffice, settings: Any) -> None:
    settings.POSTING_TARGETS = []
    assert "Nothing waits to be posted." in run("--dry-run")
    kept_promise(office)
    shown = run("--dry-run")
    assert "No account is configured" in shown
    assert "-- bluesky (bluesky): " in shown
    assert run() == "Attempted 0 posts.\n"
