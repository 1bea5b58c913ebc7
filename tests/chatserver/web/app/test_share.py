from django.test import Client
from django.urls import reverse

from tests.evening import Evening, make_evening


def room_form(evening: Evening) -> str:
    return f"{reverse('room', args=[evening.chat_session.pk])}#ask"


def test_shared_words_become_the_draft_of_the_wards_next_chat(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    client.force_login(evening.residents[0])
    answer = client.get("/share/", {"title": "The tank", "text": "<b>dry</b>", "url": "The tank"})
    assert "The tank\n\n&lt;b&gt;dry&lt;/b&gt;</textarea>" in answer.text
    assert 'data-draft="next:95"' in answer.text
    assert f'href="{room_form(evening)}"' in answer.text


def test_without_words_the_form_itself_opens(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    assert client.get("/share/?text=Tank").headers["Location"] == "/sign-in/?next=%2Fshare%2F%3Ftext%3DTank"
    client.force_login(evening.residents[0])
    assert client.get("/share/").headers["Location"] == room_form(evening)


def test_without_an_open_chat_the_words_are_kept(db: None, client: Client) -> None:
    evening = make_evening(residents=1)
    evening.chat_session.__class__.objects.update(state="closed")
    client.force_login(evening.residents[0])
    answer = client.get("/share/?text=Tank")
    assert "These words are kept on this phone" in answer.text
    assert 'href="/my-chat/"' in answer.text
