import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 19)]


@pytest.mark.parametrize("path", ["/", "/wards/", "/healthz", "/no-such-page/", "/me/privacy/", "/my-ward.ics"])
def test_every_answer_says_who_may_use_it_and_that_it_needs_no_camera(path: str, client: Client):
    headers = client.get(path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=(), " in headers["Permissions-Policy"]
    assert ("geolocation=(self)" in headers["Permissions-Policy"]) is (path == "/wards/")


def test_a_refused_host_has_them_too(client: Client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Cross-Origin-Resource-Policy"]) == (400, "same-origin")
