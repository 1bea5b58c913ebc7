"""Markup in what people write stays text on every page, in the record and in feeds (rows 16 and 20 of the threats)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from chatserver.accounts.names.labels import choose_label
from moderation.questions.notices import post_notice
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.city.people.second_factor import MARK
from sessions.models import Question, Record
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

CORPUS = [
    "<img src=x x-canary onerror=alert(1)>",
    "</script><script x-canary>alert(1)</script>",
    '"><svg x-canary onload=alert(1)>',
    "' x-canary onmouseover='alert(1)",
    '" autofocus x-canary onfocus="alert(1)',
    "</textarea></title></style><b x-canary>bold</b>",
    "<!--<script x-canary>-->",
    '<a x-canary href="javascript:alert(1)">x</a> javascript:alert(1)',
    "{{ x-canary }}{% x-canary %}${alert(1)}",
    "<math><mtext><table><mglyph><style><img x-canary src onerror=alert(1)>",
]


OURS = re.compile(
    r"/(?!/)|#|http://testserver/|data:image/svg\+xml,%3Csvg |https://wa\.me/\?text=Live\+chat\+of\+Ward\+"
)
"""The icon is in the page. The last opens a messenger with the title of a record, which the site wrote."""


class Watcher(HTMLParser):
    """Finds what would act: marked elements, handlers, and addresses that are scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "x-canary" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")
        if tag == "script" and not {"src", "type"} & {name for name, _value in attrs}:
            self.found.append("<script>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def watch(page: str) -> Watcher:
    watcher = Watcher()
    watcher.feed(page)
    watcher.close()
    return watcher


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def poisoned(evening: Evening) -> Evening:
    """The corpus in every text that anybody can write, and in labels as if one had got past the rules."""
    for payload in CORPUS:
        question = evening.queue(payload)
        declined = evening.ask(payload, by=1)
        decline_question(
            evening.chat_session,
            declined.pk,
            moderator=evening.moderator,
            version=declined.version,
            reason="attack",
            note=payload,
        )
        evening.take(question)
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text=payload, final=True)
        post_notice(evening.chat_session, moderator=evening.moderator, text=payload)
    resident = evening.residents[0]
    resident.label = CORPUS[0]
    resident.save()
    evening.queue("Under a poisoned name")
    return evening


def pages(evening: Evening) -> Iterator[tuple[str, Any]]:
    chat, receipt = evening.chat_session.pk, Question.objects.filter(author=evening.residents[0])[0].receipt
    ours = [f"/chat/{chat}/", "/", "/wards/95/", "/records/", f"/receipt/{receipt}/", "/calendar/"]
    yield from ((path, evening.residents[0]) for path in [*ours, "/me/", "/me/privacy/", "/me/consent/"])
    yield from ((path, evening.moderator) for path in (f"/desk/{chat}/", f"/floor/{chat}/"))
    yield f"/desk/{chat}/", evening.clerk
    yield from ((f"/records/{record.slug}/", None) for record in Record.objects.all())
    yield f"/records/?q={CORPUS[0]}", None


@pytest.mark.long
@pytest.mark.row("threat", 20)
@pytest.mark.row("threat", 16)
@pytest.mark.parametrize("is_over", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_no_page_lets_written_markup_act(poisoned: Evening, is_over: bool) -> None:
    if is_over:
        close_chat_session(poisoned.chat_session, by="clerk")
    acting, shown = {}, 0
    for path, person in pages(poisoned):
        client = Client()
        if person is not None:
            client.force_login(person)
            session = client.session
            session[MARK] = {"by": "test"}
            session.save()
        answer = client.get(path)
        assert answer.status_code == 200, path
        watcher = watch(answer.content.decode())
        acting[path] = watcher.found
        shown += sum(CORPUS[0] in text for text in watcher.texts)
    assert {path: found for path, found in acting.items() if found} == {}
    assert shown > 5  # it stands there, as text


class Addresses(HTMLParser):
    """Whatever an element would fetch or lead to, and what is told to run or to style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {"src", "href", "srcset", "action", "formaction", "poster", "data", "ping", "background", "style"}
        self.found |= {value or "" for name, value in attrs if name in named or name.endswith(":href")}
        if tag == "meta" and ("http-equiv", "refresh") in attrs:
            self.found.add("refresh")


@pytest.mark.long
@pytest.mark.row("threat", 51)
def test_a_record_fetches_and_links_what_the_site_wrote_and_nothing_else(poisoned: Evening) -> None:
    texts = ["https://evil.example/a", "file:///etc/passwd", "<img src=https://evil.example/b>", "url(//evil.example)"]
    for text in texts:
        question = poisoned.take(poisoned.queue(text))
        answer = f"See {text}"
        give_answer(poisoned.chat_session, question.pk, person=poisoned.councillor, text=answer, final=True)
    close_chat_session(poisoned.chat_session, by="clerk")
    page = Client().get(f"/records/{Record.objects.get().slug}/").content.decode()
    addresses = Addresses()
    addresses.feed(page)
    assert {address for address in addresses.found if not OURS.match(address)} == set()
    assert set(texts) <= {text.strip() for text in watch(page).texts}


def test_the_watcher_sees_what_acts() -> None:
    acting = [CORPUS[0], CORPUS[1], f'<p title="{CORPUS[4]}">', f"<a href='{CORPUS[3]}'>", CORPUS[7]]
    assert [bool(watch(payload).found) for payload in (*acting, "<p>plain</p>")] == [True] * 5 + [False]


@pytest.mark.long
@pytest.mark.row("threat", 16)
@pytest.mark.parametrize("payload", CORPUS)
def test_no_such_text_can_be_chosen_as_a_name(evening: Evening, payload: str) -> None:
    with pytest.raises(Refused):
        choose_label(evening.residents[0], payload)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("form", ["/records/{slug}.json", "/feeds/ward-95.atom", "/calendar/ward-95.ics"])
def test_what_is_no_page_says_so_and_is_never_taken_for_one(poisoned: Evening, form: str) -> None:
    close_chat_session(poisoned.chat_session, by="clerk")
    answer = Client().get(form.format(slug=Record.objects.get().slug))
    assert answer.status_code == 200
    assert not answer["Content-Type"].startswith("text/html")
    assert answer["X-Content-Type-Options"] == "nosniff"
    if form.endswith("atom"):
        assert b"<img" not in answer.content
