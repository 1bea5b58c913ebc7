"""Moderators' work at the desk in a browser: undo, claims, copies, conflicts of interest, and notes to colleagues."""

import pytest
from playwright.async_api import expect

from tests.browser.desk_steps import ask, press_when_open, release, select
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.browser, pytest.mark.long]


async def test_an_acceptance_is_undone_before_anybody_in_the_room_sees_it(guests: Visitors) -> None:
    first, second = "Why is the gate of the park shut?", "When does the park open?"
    asker, other, desk = await guests.resident(3), await guests.resident(4), await guests.moderator()
    await ask(asker, first)
    await ask(other, second)
    await select(desk, first)
    await desk.keyboard.press("a")
    await expect(desk.locator("#undoing")).to_contain_text("Accepted: can be undone for")
    await desk.keyboard.press("z")
    await expect(desk.locator("#detail-words")).to_contain_text(first)
    await expect(desk.locator("#undoing")).to_be_hidden()
    await select(desk, second)
    await desk.locator("#detail [data-op='question.approve'] button").click()
    await desk.locator("#undoing").wait_for(state="visible")
    await expect(other.locator("#queue")).to_contain_text(second)
    assert first not in await other.inner_text("#queue")
    await expect(asker.locator("#yours li").first).to_contain_text("Waiting")
    assert guests.complaints == []


async def test_two_moderators_who_open_the_desk_at_once_read_different_questions(guests: Visitors) -> None:
    asker, other = await guests.resident(2), await guests.resident(4)
    await ask(asker, "Who sweeps the lane behind the temple?")
    await ask(other, "Who sweeps the lane behind the mosque?")
    desk, colleague = await guests.moderator(0), await guests.moderator(1)
    for page in (desk, colleague):
        await expect(page.locator("#detail [data-part=claimed]")).to_have_text("You are reading this")
    await expect(colleague.locator("#detail-words")).not_to_have_text(await desk.inner_text("#detail-words"))
    assert guests.complaints == []


async def test_copies_are_selected_by_keyboard_and_declined_together(guests: Visitors) -> None:
    texts = [f"COPY {number}: the lamp at the corner is out." for number in range(2)]
    for number, text in enumerate(texts):
        await ask(await guests.resident(3 + number), text)
    desk = await guests.moderator()
    for text in texts:
        await select(desk, text)
        await desk.keyboard.press("x")
    await expect(desk.locator("#bulk [data-part=count]")).to_have_text("2 questions selected")
    await press_when_open(desk, "b", "#bulk")
    await desk.locator("#bulk .button--danger").click()
    await expect(desk.locator("#undoing [data-part=list] > *")).to_have_count(2)
    for text in texts:
        await expect(desk.locator("#group-done .desk__item", has_text=text)).to_contain_text("Not accepted")
    assert guests.complaints == []


async def test_a_question_that_is_passed_on_leaves_ones_own_list_only(guests: Visitors) -> None:
    words = "Why does my own lane get no water?"
    asker, desk, colleague = await guests.resident(1), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await desk.keyboard.press("p")
    await expect(desk.locator("#group-passed_on")).to_contain_text(words)
    await expect(desk.locator("#group-to_read")).not_to_contain_text(words)
    item = colleague.locator("#group-to_read .desk__item", has_text=words)
    await expect(item).to_contain_text("Passed on by")
    await select(desk, words)
    await expect(desk.locator("#detail [data-op='question.approve']")).to_be_hidden()
    await desk.get_by_role("button", name="Decide it myself after all").click()
    await expect(desk.locator("#group-to_read")).to_contain_text(words)
    assert guests.complaints == []


async def test_a_half_written_note_survives_what_a_colleague_does_and_is_read_once_it_is_left(guests: Visitors) -> None:
    words = "Which school has no playground?"
    asker, desk, colleague = await guests.resident(0), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await expect(desk.locator("#detail [data-part=asker]")).to_contain_text("this evening:")
    await desk.fill("#note-text", "Is it the primary")
    await release(desk)  # what one reads, a colleague cannot decide
    await select(colleague, words)
    await colleague.keyboard.press("h")
    await expect(desk.locator("#detail [data-part=claimed]")).to_contain_text("has decided: Held for a second look")
    await expect(desk.locator("#note-text")).to_have_value("Is it the primary")
    await desk.fill("#note-text", "Is it the primary one?")
    await desk.get_by_role("button", name="Leave the note").click()
    await select(colleague, words)
    await expect(colleague.locator("#notes [data-part=notes]")).to_contain_text("Is it the primary one?")
    await expect(desk.locator("#note-text")).to_have_value("")
    assert guests.complaints == []


async def test_the_topic_is_set_by_keyboard_and_the_choice_survives_what_a_colleague_does(guests: Visitors) -> None:
    words = "Who mends the lamp behind the school?"
    asker, desk, colleague = await guests.resident(2), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await press_when_open(desk, "g", "#topic")
    await expect(desk.locator("#topic-choice")).to_be_focused()
    await desk.keyboard.type("Street")
    await select(colleague, words)
    await colleague.fill("#note-text", "The lane is ours.")
    await colleague.get_by_role("button", name="Leave the note").click()
    await expect(desk.locator("#notes [data-part=notes]")).to_contain_text("The lane is ours.")
    await expect(desk.locator("#topic-choice")).to_have_value("lights")
    await desk.keyboard.press("Tab")
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#detail [data-part=topic]")).to_have_text("Street lights")
    await expect(desk.locator("#topic")).not_to_have_attribute("open", "")
    await expect(desk.locator("#detail [data-part=feedback]")).to_have_text("The topic is changed.")
    await expect(colleague.locator("#detail [data-part=topic]")).to_have_text("Street lights")
    assert guests.complaints == []


async def test_who_has_passed_a_question_on_finds_no_command_about_it_once_it_is_public(guests: Visitors) -> None:
    words = "Why is my own street dark?"
    asker, desk, colleague = await guests.resident(4), await guests.moderator(0), await guests.moderator(1)
    await ask(asker, words)
    await select(desk, words)
    await desk.keyboard.press("p")
    await expect(desk.locator("#group-passed_on")).to_contain_text(words)
    await select(colleague, words)
    await colleague.keyboard.press("a")
    await expect(desk.locator("#group-queue")).to_contain_text(words)
    await select(desk, words)
    for command in ("#topic", "#take-down", "#merge", "#mute", "#note-form"):
        await expect(desk.locator(command)).to_be_hidden()
    await select(colleague, words)
    for command in ("#topic", "#take-down", "#merge", "#mute", "#note-form"):
        await expect(colleague.locator(command)).to_be_visible()
    assert guests.complaints == []
