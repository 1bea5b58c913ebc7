"""In public mode a request under another host is refused, and cached pages name the configured origin."""

from typing import Any

import pytest
from django.test import Client

from chatserver.config.probes import PROBES
from chatserver.web.allowed_hosts import host_headers_of
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = pytest.mark.django_db
ORIGIN = "https://chat.example.org"


@pytest.fixture
def public(settings: Any) -> None:
    settings.PUBLIC_ORIGINS = [ORIGIN, "https://live.example.org:8443"]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "chat.example.org", "live.example.org"]


def status(host: str, path: str = "/") -> int:
    return Client().get(path, headers={"Host": host}).status_code


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "chat.example.org:8000", "evil.example", "live.example.org", "chat.example.org."]
)
def test_another_host_is_refused(host: str):
    assert status(host) == 400


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    "host", ["chat.example.org", "CHAT.example.org", "chat.example.org:443", "live.example.org:8443"]
)
def test_our_own_hosts_are_answered(host: str):
    assert status(host) == 200


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("path", PROBES)
def test_a_probe_may_ask_under_this_machines_own_name(path: str):
    assert status("127.0.0.1:8000", path) == 200


BY_ADDRESS = ("10.0.0.5", "10.0.0.5:8000", "[fd00::5]:8000", "")


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("path", PROBES)
def test_a_probe_may_ask_by_any_address_and_by_none(path: str):
    assert {status(host, path) for host in BY_ADDRESS} == {200}


def test_probes_by_address_are_answered_without_origins_too():
    assert {status(host, path) for host in BY_ADDRESS for path in PROBES} == {200}


@pytest.mark.usefixtures("public")
@pytest.mark.row("threat", 46)
@pytest.mark.parametrize("path", PROBES)
def test_a_probe_by_a_name_that_is_not_ours_is_refused(path: str):
    """Else a stranger's website could read the metrics through the browser of somebody inside."""
    hosts = ("evil.example", "10.0.0.5.evil.example:8000", "[::1", "10.0.0.5@x")
    assert {status(host, path) for host in hosts} == {400}


@pytest.mark.usefixtures("public")
def test_other_pages_are_not_answered_by_address():
    assert {status(host, "/wards/") for host in BY_ADDRESS} == {400}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "localhost:9"])
def test_without_origins_this_machine_is_asked_by_its_names(host: str):
    assert status(host) == 200


@pytest.mark.costly
@pytest.mark.usefixtures("public")
@pytest.mark.row("threat", 59)
@pytest.mark.parametrize(
    "path", ["/calendar/borough.ics", "/feeds/borough.atom", "/calendar/ward-95.ics", "/wards/95/"]
)
def test_what_is_cached_names_the_first_origin(path: str):
    make_office(make_ward(), make_person("holder"))
    for host in ("chat.example.org:443", "live.example.org:8443"):
        answer = Client().get(path, headers={"Host": host})
        said = answer.content.decode()
        assert answer.status_code == 200
        assert ("live.example.org" in said, "http://" in said.replace("http://www.w3.org", "")) == (False, False)


def test_the_usual_port_may_be_written_out():
    assert host_headers_of(["https://a.example", "http://b.example:80", "https://c.example:8443"]) == {
        *("a.example", "a.example:443", "b.example", "b.example:80", "c.example:8443")
    }
