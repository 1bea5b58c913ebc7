"""The piece of the room that comes once somebody writes or reports something."""

from django.test import Client

from sessions.platform.text.labels import REPORT_WORDS
from tests.factories.evening import Evening


def test_it_has_the_dialog_for_reports_the_kept_draft_and_their_words(evening: Evening) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(evening.residents[0])
    piece = client.get(f"/chat/{evening.chat_session.pk}/writing/").content.decode()
    assert f'action="/chat/{evening.chat_session.pk}/do/"' in piece
    assert f'name="next" value="/chat/{evening.chat_session.pk}/#queue"' in piece
    assert [f'<option value="{reason}"' in piece for reason in REPORT_WORDS] == [True] * len(REPORT_WORDS)
    assert 'data-part="kept_words"' in piece
    assert '<script id="doing" type="application/json">' in piece
    assert "Please write something first." in piece
