"""Which names a resident may choose; a badge never comes from a name."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from chatserver.accounts.models import User
from chatserver.accounts.names.labels import choose_label, end_outdated_labels
from chatserver.operations.workers.retention_thread import RetentionThread
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.city.people.consents import NOTICE_VERSION
from sessions.contract.label_uses import LabelUse
from sessions.models import Appointment, Office, Question, Record
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    evening = make_evening()
    Office.objects.update(names={"en": "Shiuli Roddur", "bn": "শিউলি রোদ্দুর"})
    return evening


def code_of(person: Any, name: str) -> str:
    try:
        choose_label(person, name)
    except Refused as no:
        return no.code
    return ""


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("A mother from Bijoygarh", ""),
        ("রিকশাচালক, বিজয়গড়", ""),
        ("", ""),
        ("   ", ""),
        ("x" * 41, "too_long"),
        ("Mitali\u202eneS", "bad_characters"),
        ("Mitali ✓", "bad_characters"),
        ("95", "bad_characters"),
        ("Mitaলি", "mixed_scripts"),
        ("পৌরপিতা", "taken_for_official"),
        ("Shiuli Roddur", "taken_for_official"),
        ("শিউলী রোদ্দুর", "taken_for_official"),
        ("Shiuli রোদ্দুর", "taken_for_official"),
        ("রোদ্দুর Shiuli", "taken_for_official"),
        ("Moderator 1", "taken_for_official"),
        ("Resident, ward 96", "taken_for_official"),
    ],
)
def test_a_resident_chooses_any_name_but_one_that_misleads(evening: Evening, name: str, code: str) -> None:
    assert code_of(evening.residents[0], name) == code


@pytest.mark.row("threat", 47)
@pytest.mark.parametrize(
    "name",
    [
        "Ratan 98300 12345",
        "৯৮৩০০১২৩৪৫",
        "ratan@example.org",
        "ratan＠example.org",
        "Ratan ABCPD1234F",
        "2341 2341 2346",
    ],
)
def test_a_name_that_holds_somebody_s_number_or_address_is_refused(evening: Evening, name: str) -> None:
    with pytest.raises(Refused) as refused:
        choose_label(evening.residents[0], name)
    assert refused.value.code == "personal_data"
    assert str(refused.value.message).startswith("This name contains a private number or address.")


@pytest.mark.costly
def test_the_label_of_a_person_who_is_appointed_is_taken_too(evening: Evening) -> None:
    evening.moderator.label = "Dighi Shapla"
    evening.moderator.save()
    assert code_of(evening.residents[0], "Dighi Shapla") == "taken_for_official"
    Appointment.objects.filter(person=evening.moderator).update(to_on=timezone.localdate() - timedelta(days=1))
    assert code_of(evening.residents[0], "Dighi Shapla") == ""


def test_a_person_with_a_duty_may_use_its_name_as_long_as_they_have_it(evening: Evening) -> None:
    assert code_of(evening.councillor, "Shiuli Roddur") == ""
    assert code_of(evening.clerk, "Clerk of Borough X") == ""
    Appointment.objects.filter(person=evening.clerk).update(to_on=timezone.localdate() - timedelta(days=1))
    assert code_of(evening.clerk, "Clerk of Borough X") == "taken_for_official"


def test_nobody_with_any_duty_uses_another_officeholders_name(evening: Evening) -> None:
    """One moderates in one ward and asks in another."""
    assert code_of(evening.moderator, "Shiuli Roddur") == "taken_for_official"
    later = timezone.localdate() + timedelta(days=900)
    Office.objects.create(ward=evening.ward, kind="councillor", names={"en": "Shiuli Roddur"}, from_on=later)
    assert code_of(evening.councillor, "Shiuli Roddur") == ""


@pytest.mark.costly
def test_the_name_of_an_office_goes_with_the_duty_it_belonged_to(evening: Evening) -> None:
    labels = {evening.clerk: "Clerk of Borough X", evening.moderator: "Dighi Shapla", evening.residents[0]: "Mitali"}
    for person, label in labels.items():
        User.objects.filter(pk=person.pk).update(label=label)
    assert end_outdated_labels() == 0
    Appointment.objects.update(to_on=timezone.localdate() - timedelta(days=1))
    RetentionThread().take_turn()
    assert [User.objects.get(pk=person.pk).label for person in labels] == ["", "Dighi Shapla", "Mitali"]


def test_a_name_is_kept_in_its_one_spelling(evening: Evening) -> None:
    assert choose_label(evening.residents[0], "  Ｍｉｔａｌｉ\u00a0 Sen ") == "Mitali Sen"


@pytest.mark.costly
@pytest.mark.parametrize("name", ["Mitaলি", "পৌরপিতা", "Mitali ✓", "95"])
def test_the_refusal_is_said_in_the_readers_language(evening: Evening, name: str) -> None:
    with pytest.raises(Refused) as no, translation.override("bn"):
        choose_label(evening.residents[0], name)
    with translation.override("bn"):
        assert not str(no.value.message).isascii()


@pytest.mark.costly
@pytest.mark.parametrize("page", ["/me/", "/me/consent/"])
def test_both_forms_ask_the_same_rule(evening: Evening, page: str) -> None:
    client = Client()
    client.force_login(evening.residents[0])
    fields = {"label": "Councillor", "language": "en", "adult": "on", "shown": "own", "version": NOTICE_VERSION}
    answer = client.post(page, fields, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.content.decode().count("could be mistaken for somebody who holds an office") == 1


@pytest.mark.long
@pytest.mark.parametrize("label", ["Councillor", "Moderator 1", "পৌরপিতা", "Shiuli Roddur"])
def test_no_label_is_ever_shown_as_more_than_a_name(evening: Evening, label: str) -> None:
    """The badge comes from the role: even a name that got past the rules is marked up as any other."""
    shown = []
    for name in (label, "Mitali"):
        question = evening.queue(f"When, {name}?")
        Question.objects.filter(pk=question.pk).update(label=name)
        evening.residents[0].label = name
        evening.residents[0].save()
        asked = evening.queue(f"Asked by {name}?")
        page = Client().get(f"/chat/{evening.chat_session.pk}/", headers={"accept-language": "en"}).content.decode()
        card = page.partition(f'id="q-{asked.receipt}"')[2].partition("</article>")[0]
        shown.append(re.sub(r"<time.*?</time>", "", card.replace(name, "NAME").replace(str(asked.pk), "ID")))
    assert shown[0] == shown[1]
    assert '<span data-part="label" dir="auto">NAME</span>' in shown[0]


@pytest.mark.long
def test_the_name_under_words_that_are_not_public_is_shown_to_nobody_else(evening: Evening) -> None:
    """Row 13 of the threats, for names: a canary is found only at the desk and by the person who chose it."""
    asker, canary = evening.residents[0], "Canary of the lane"
    asker.label = canary
    asker.save()
    waiting, refused = evening.ask("Words that wait"), evening.ask("Refused")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    chat, desk = evening.chat_session.pk, evening.desk_events()
    paths = [f"/chat/{chat}/", f"/api/chat/{chat}/events", f"/receipt/{waiting.receipt}/", "/wards/95/", "/"]
    found = readable_with(canary, paths, evening.residents[1])
    close_chat_session(evening.chat_session, by="clerk")
    slug = Record.objects.get().slug
    paths += [f"/records/{slug}/", f"/records/{slug}.json", "/records/?q=refused", "/feeds/ward-95.atom"]
    assert found + readable_with(canary, paths, evening.residents[1]) == []
    assert sum(canary in str(event) for event in desk) == 2


def readable_with(canary: str, paths: list[str], reader: Any) -> list[str]:
    """On which pages a neighbour or a visitor finds it."""
    neighbour = Client()
    neighbour.force_login(reader)
    pages = [(path, client.get(path)) for client in (neighbour, Client()) for path in paths]
    assert {answer.status_code for _path, answer in pages} == {200}
    return [path for path, answer in pages if canary.encode() in answer.content]


def shown_in_chats(evening: Evening) -> list[str]:
    """The names under the first resident's questions: in this evening, and in the next two."""
    names = []
    for _evening in range(3):
        evening.queue()
        names.append(evening.public_state()["queue"][-1]["label"])
        close_chat_session(evening.chat_session, by="clerk")
        later = announce_chat_session(evening.ward, starts_at=timezone.now(), minutes=60, by="clerk")
        evening = replace(evening, chat_session=open_chat_session(later, by="clerk"))
        evening.residents[0].refresh_from_db()
    return names


def test_a_name_ends_with_the_chat_so_that_it_joins_no_two_evenings(evening: Evening) -> None:
    User.objects.filter(pk=evening.residents[0].pk).update(label="Beside the pump house")
    evening.residents[0].refresh_from_db()
    assert shown_in_chats(evening) == ["Beside the pump house", "Resident, ward 95", "Resident, ward 95"]
    assert evening.residents[0].label == "Beside the pump house"


def test_who_wants_to_keep_a_name_has_it_in_each_chat(evening: Evening, client: Client) -> None:
    person = evening.residents[0]
    client.force_login(person)
    client.post("/me/", {"label": "Beside the pump house", "label_use": "kept", "language": "en"})
    person.refresh_from_db()
    assert shown_in_chats(evening) == ["Beside the pump house"] * 3


def test_the_end_of_a_chat_changes_nothing_in_other_wards_and_for_those_who_answer(evening: Evening) -> None:
    elsewhere = make_evening(residents=1, number=96)
    User.objects.filter(pk__in=(elsewhere.residents[0].pk, evening.moderator.pk)).update(label="A mother of three")
    close_chat_session(evening.chat_session, by="clerk")
    assert set(User.objects.filter(label="A mother of three").values_list("label_use", flat=True)) == {LabelUse.CHAT}


@pytest.mark.parametrize("use", list(LabelUse))
def test_everybody_says_on_their_page_where_their_name_stands(evening: Evening, client: Client, use: LabelUse) -> None:
    person = evening.residents[0]
    client.force_login(person)
    client.post("/me/", {"label": "Mitali", "label_use": use.value, "language": "en"})
    page = client.get("/me/", headers={"accept-language": "en"}).content.decode()
    assert f'name="label_use" value="{use.value}" checked' in page
    assert "A name joins what you write under it" in page
    evening.residents[0].refresh_from_db()
    evening.queue()
    assert evening.public_state()["queue"][-1]["label"] == ("Mitali" if use else "Resident, ward 95")
    room = client.get(f"/chat/{evening.chat_session.pk}/", headers={"accept-language": "en"}).content.decode()
    assert ("under “Mitali”" in room) == bool(use)
