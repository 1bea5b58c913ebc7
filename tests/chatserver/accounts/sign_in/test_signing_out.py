"""What signing out leaves on a phone: nothing."""

import re
from pathlib import Path

from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from chatserver.accounts.models import User


def test_signing_out_tells_the_browser_to_forget_everything(db: None, client: Client) -> None:
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_signing_out_takes_a_post(db: None, client: Client) -> None:
    person = User.objects.create_user("mitali", "long secret")
    client.force_login(person)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.session.get(SESSION_KEY) == str(person.pk)
    answer = client.post(reverse("sign_out"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session.get(SESSION_KEY) is None


def test_each_form_that_signs_out_warns_of_what_is_not_sent_and_forgets_it() -> None:
    """The form's script does so in browsers that do not know the header (js/ui/app/signing_out.js)."""
    forms = [
        (path.name, form)
        for path in Path("templates").rglob("*.html")
        for form in re.findall(r"<form(?:{%.*?%}|[^>])*>", path.read_text(encoding="utf-8"))
        if "{% url 'sign_out' %}" in form or path.name == "erase.html"
    ]
    assert {name for name, form in forms if "data-unsent=" not in form} == set()
    assert {"me.html", "403.html", "news_of_another.html", "erase.html"} < {name for name, _form in forms}
