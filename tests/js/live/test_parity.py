"""Values that both scripts and server compute are the same."""

import random
import re
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from moderation.desk.views import support_of
from sessions.chats.pages.room.own_cards import in_own_order, own_places_in
from sessions.chats.pages.room.words.live_words import live_words, room_words
from sessions.chats.pages.room.words.own_words import nth, own_words
from sessions.city.display import clock_time
from sessions.log.folding.queue_search import QueueSearch, search_queue
from sessions.models import ChatSessionState, QuestionState
from sessions.models.outcomes import outcome_of
from sessions.platform.text.digits import digits, in_own_digits, own_digits
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.search_words import folded_words
from sessions.platform.text.spoken.lists import join_facts
from sessions.platform.text.text_input import count_graphemes
from tests.browser.modules import Modules
from tests.clients.product_folds import fold_public
from tests.factories.random_evening import RandomEvening

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

KOLKATA = ZoneInfo("Asia/Kolkata")
TEXTS = (
    "",
    "98300 12345",
    "When will the drain be cleaned?",
    "Amader golite jol jome",
    "পাড়ায় জল জমে কেন?",
    "हमारे वार्ड में पानी नहीं आता",
    "ہمارے وارڈ میں پانی نہیں",
    "জল water জল water",
    "ওয়ার্ড ৯৫ — ward",
    "क्षि শ্রী 👨‍👩‍👧 e\u0301",
    "\u0995\u09cd\u200d\u09b7 \u09f0",
)


async def test_the_language_of_a_text(shared_modules: Modules) -> None:
    found = await shared_modules.run(
        "ui/wording/text_language.js", "({ textLanguage }, texts) => texts.map(textLanguage)", TEXTS
    )
    assert found == [text_language(text) for text in TEXTS]


async def test_the_number_of_characters(shared_modules: Modules) -> None:
    found = await shared_modules.run(
        "ui/wording/graphemes.js", "({ countGraphemes }, texts) => texts.map(countGraphemes)", TEXTS
    )
    assert found == [count_graphemes(text) for text in TEXTS]


async def test_what_became_of_a_question(shared_modules: Modules) -> None:
    chats, answers, successor = ChatSessionState.values, (False, True), (False, True)
    facts = list(product(QuestionState.values, chats, answers, successor))
    script = """({ outcomeOf }, [rules, facts]) => facts.map(([state, chat, hasAnswers, isSuccessor]) =>
        outcomeOf(rules, { state, chat, hasAnswers, isSuccessor }))"""
    found = await shared_modules.run("live/own/outcomes.js", script, [room_words()["outcome"], facts])
    assert found == [
        outcome_of(state, chat=chat, has_answers=has_answers, is_successor=is_successor)
        for state, chat, has_answers, is_successor in facts
    ]


async def test_the_words_that_the_search_knows(shared_modules: Modules) -> None:
    texts = [*TEXTS, "Ward ৯৫, वार्ड ९५, وارڈ ۹۵: ক্ষ ক্‍ষ STRASSE Straße ﬁsh", "x" * 60]
    script = "({ foldedWords }, texts) => texts.map(foldedWords)"
    found = await shared_modules.run("live/streams/queue_search.js", script, texts)
    assert found == [folded_words(text) for text in texts]


@pytest.mark.long
@pytest.mark.parametrize(
    "search",
    [
        QueueSearch(),
        QueueSearch(words="ward ৯৫"),
        QueueSearch(words="nothing-has-this"),
        QueueSearch(kind="complaint", order="newest"),
        QueueSearch(order="newest"),
    ],
)
async def test_what_a_search_of_the_queue_finds(shared_modules: Modules, search: QueueSearch) -> None:
    chance = random.Random(96)
    cards: list[dict[str, Any]] = [event for event in RandomEvening(6, 200).desk if event["type"] == "question.asked"]
    for card in cards[::3]:
        card["text"] += " in Ward 95?"
    chance.shuffle(cards)
    script = "({ searchQueue }, [cards, search]) => searchQueue(cards, search).map(({ id }) => id)"
    found = await shared_modules.run("live/streams/queue_search.js", script, [cards, asdict(search)])
    assert found == [card["id"] for card in search_queue(cards, search)]


async def test_where_ones_own_questions_stand(shared_modules: Modules) -> None:
    evening = RandomEvening(7, 300)
    state = fold_public(evening.public) | {"counts": {"backing": {}}}
    own = [{**card, "state": card["state"]} for card in [*state["queue"], *state["answered"]][::2]]
    own += [{"id": "withdrawn", "state": "withdrawn"}, {"id": "waiting", "state": "waiting"}]
    script = """({ placesIn, ownInOrder }, [own, state]) => {
      const places = placesIn(state);
      return [Object.fromEntries(places), ownInOrder(own, places).map(({ id }) => id)];
    }"""
    found = await shared_modules.run("live/own/own_order.js", script, [own, state])
    places = own_places_in(state)
    expected = {question: {"place": place.place, "why": place.why} for question, place in places.items()}
    assert found == [expected, [card["id"] for card in in_own_order(own, places)]]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "bn"])
async def test_ordinals(shared_modules: Modules, language: str) -> None:
    numbers = [*range(1, 25), 101, 111, 112, 113, 121]
    script = "({ formatOrdinal }, numbers) => numbers.map(formatOrdinal)"
    with translation.override(language):
        await put_page(shared_modules, language)
        found = await shared_modules.run("ui/wording/words.js", script, numbers)
        assert found == [nth(number) for number in numbers]


@pytest.mark.long
@pytest.mark.parametrize("utc_offset", [None, 330])
@pytest.mark.parametrize("language", ["en", "bn", "hi", "ur"])
async def test_times_numbers_and_plurals(shared_modules: Modules, language: str, utc_offset: int | None) -> None:
    """No script knows a language: digits, the clock's forms and the plural forms come from the page.

    The time is the same by the zone's name and by its offset.
    """
    counts = [0, 1, 2, 11, 999, 1000, 123456, 12345678]
    script = """({ formatTime, formatNumber, say }, [hours, counts]) => [
        hours.map((hour) => formatTime(Date.parse(`2027-01-02T${String(hour).padStart(2, "0")}:30:00+05:30`))),
        counts.map(formatNumber),
        counts.map((n) => say("here", { n })),
    ]"""
    with translation.override(language):
        await put_page(shared_modules, language, utc_offset)
        found = await shared_modules.run("ui/wording/words.js", script, [list(range(24)), counts])
        choose = partial(translation.ngettext, "{n} person here", "{n} people here")
        people = [choose(count).format(n=digits(count)) for count in counts]
        times = [clock_time(datetime(2027, 1, 2, hour, 30, tzinfo=KOLKATA)).strip("\u2068\u2069") for hour in range(24)]
        assert found == [times, [digits(count) for count in counts], people]


@pytest.mark.parametrize(
    ("language", "spans"),
    [
        ("en", ["1 second", "59 seconds", "1 minute", "43 minutes", "1 hour", "2 hours 30 minutes", "2 days"]),
        ("bn", ["1 সেকেন্ড", "59 সেকেন্ড", "1 মিনিট", "43 মিনিট", "1 ঘণ্টা", "2 ঘণ্টা 30 মিনিট", "2 দিন"]),
        ("hi", ["1 सेकंड", "59 सेकंड", "1 मिनट", "43 मिनट", "1 घंटा", "2 घंटे 30 मिनट", "2 दिन"]),
        ("ur", ["1 سیکنڈ", "59 سیکنڈ", "1 منٹ", "43 منٹ", "1 گھنٹہ", "2 گھنٹے 30 منٹ", "2 دن"]),
    ],
)
async def test_spans_of_time(shared_modules: Modules, language: str, spans: list[str]) -> None:
    seconds = [1, 59, 60, 43 * 60, 3600, 2.5 * 3600, 48 * 3600]
    with translation.override(language):
        await put_page(shared_modules, language)
        script = "({ formatSpan }, seconds) => seconds.map((each) => formatSpan(each * 1000))"
        found = await shared_modules.run("ui/wording/words.js", script, seconds)
        shown = [re.sub("[\u2068\u2069]", "", span) for span in found]  # around a number in Urdu
        assert shown == [in_own_digits(span) for span in spans]


@pytest.mark.parametrize("language", ["en", "bn", "hi", "ur"])
async def test_lists_have_the_comma_of_the_language(shared_modules: Modules, language: str) -> None:
    counts = {"backing": {"a": 4}, "held": {"a": 2}, "not_counted": {"a": 1}}
    script = "({ supportWords }, counts) => supportWords(counts, 'a')"
    with translation.override(language):
        await put_page(shared_modules, language)
        found = await shared_modules.run("ui/wording/support_words.js", script, counts)
        assert found == support_of({"id": "a", "state": QuestionState.QUEUED}, counts)["support"]


@pytest.mark.parametrize("language", ["en", "bn", "hi", "ur"])
async def test_between_facts_stands_what_the_language_has_there(shared_modules: Modules, language: str) -> None:
    """The zero of Urdu is a dot."""
    script = "({ joinWords }) => joinWords(['one', '', 'two'], ' · ')"
    with translation.override(language):
        await put_page(shared_modules, language)
        assert await shared_modules.run("ui/wording/words.js", script) == join_facts(["one", "two"])


async def put_page(modules: Modules, language: str, utc_offset: int | None = 330) -> None:
    """The page's language and words, as templates/base.html and a live page have them."""
    words = live_words() | {"own": own_words()}
    page = {"lang": language, "digits": own_digits(), "utcOffset": utc_offset, "words": words}
    await modules.page.evaluate(
        """({ lang, digits, utcOffset, words }) => {
          document.documentElement.lang = lang;
          Object.assign(document.documentElement.dataset, { timeZone: "Asia/Kolkata", digits });
          if (utcOffset === null) delete document.documentElement.dataset.utcOffset;
          else document.documentElement.dataset.utcOffset = utcOffset;
          document.getElementById("words")?.remove();
          const script = Object.assign(document.createElement("script"), { id: "words", type: "application/json" });
          script.textContent = JSON.stringify(words);
          document.body.append(script);
        }""",
        page,
    )
