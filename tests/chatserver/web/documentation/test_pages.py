"""The pages under /docs/: in the visitor's language, or in English and marked so; kept while they do not change."""

import re

import pytest
from django.test import Client

from chatserver.web.documentation.documents import FOR_WHOM
from tests.factories.evening import make_person
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.django_db


def in_language(language: str) -> Client:
    client = Client()
    client.cookies["language"] = language
    return client


def test_the_list_names_each_guide_with_its_readers(client: Client) -> None:
    page = client.get("/docs/").content.decode()
    assert re.findall(r'href="/docs/([a-z-]+)/"', page) == list(FOR_WHOM)
    assert all(str(for_whom) in page for for_whom in FOR_WHOM.values())
    assert "in English only" not in page


def test_a_guide_is_in_the_language_of_its_reader() -> None:
    page = in_language("ur").get("/docs/clerk/").content.decode()
    assert re.search(r'<html lang="ur" dir="rtl"', page)
    assert "<h1>کلرکوں کے لیے</h1>" in page
    assert '<article class="guide stack">' in page
    assert re.findall(r'href="#([a-z-]+)"', page.partition("<article")[2])[0] == "the-dates"


def test_a_guide_without_a_translation_is_marked_as_english() -> None:
    page = in_language("ur").get("/docs/operator/").content.decode()
    assert '<article class="guide stack" lang="en" dir="ltr">' in page
    assert "صرف انگریزی میں" in page
    listed = in_language("ur").get("/docs/").content.decode()
    assert re.findall(r'href="/docs/([a-z-]+)/" lang="en" dir="ltr"', listed) == ["operator", "settings", "programmer"]


def test_a_page_without_many_parts_has_no_table_of_contents(client: Client) -> None:
    assert "On this page" not in client.get("/docs/moderator/").content.decode()


@pytest.mark.parametrize("name", ["architecture", "bn", "clerk.md", "..", "vectors"])
def test_other_documents_are_not_served(client: Client, name: str) -> None:
    assert client.get(f"/docs/{name}/").status_code == 404


def test_a_visitor_gets_a_guide_again_only_where_it_has_changed(client: Client) -> None:
    first = client.get("/docs/clerk/")
    assert first["Cache-Control"] == "private, no-cache"
    assert client.get("/docs/clerk/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert in_language("bn").get("/docs/clerk/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_nothing_keeps_the_page_of_a_person_who_is_signed_in() -> None:
    assert client_of(make_person("asha")).get("/docs/clerk/")["Cache-Control"] == "private, no-store"
