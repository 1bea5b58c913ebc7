"""The description of the API: in step with the code, whole, and of addresses that answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from chatserver.management.commands.write_openapi import KEPT_AT
from chatserver.web.open_data.open_api import describe, describe_as_json
from sessions.record.search.api.api_query import PARAMETERS

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
WITHOUT_SCHEMA = "a parameter has either a schema or a content (OpenAPI 3.1, 4.8.12)"


def test_the_kept_file_says_what_the_code_does() -> None:
    """If this fails, the API has changed: check whether a program can tell, then run `bin/manage write_openapi`."""
    assert (settings.BASE_DIR / KEPT_AT).read_text(encoding="utf-8") == describe_as_json()


def test_its_command_rewrites_it(tmp_path: Any, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / KEPT_AT).parent.mkdir(parents=True)
    call_command("write_openapi")
    assert json.loads((tmp_path / KEPT_AT).read_text(encoding="utf-8")) == describe()


def test_it_is_served_to_anybody() -> None:
    response = Client().get("/api/openapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert json.loads(response.content) == describe()


def test_everything_that_it_refers_to_is_there_and_everything_that_is_there_is_used() -> None:
    document = describe()
    references = {each["$ref"] for each in objects_in(document) if "$ref" in each}
    components = document["components"]
    there = {f"#/components/{kind}/{name}" for kind, named in components.items() for name in named}
    assert references == there


def test_it_is_an_openapi_document() -> None:
    """The rules of the specification that a generator of clients trips over."""
    document = describe()
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= document["info"].keys()
    operations = [(path, method, each) for path, item in document["paths"].items() for method, each in item.items()]
    assert {method for _path, method, _each in operations} <= METHODS
    names = [each["operationId"] for _path, _method, each in operations]
    assert len(names) == len(set(names))
    for path, _method, operation in operations:
        parameters = [whole(document, each) for each in operation.get("parameters", [])]
        in_path = {each["name"] for each in parameters if each["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))
        assert all(each["required"] for each in parameters if each["in"] == "path")
        assert len({(each["in"], each["name"]) for each in parameters}) == len(parameters)
        assert all("schema" in each for each in parameters), WITHOUT_SCHEMA
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d", status)
            assert whole(document, response)["description"]


def test_it_names_each_parameter_that_the_api_of_the_records_reads() -> None:
    listed = [each for each in describe()["paths"]["/api/records/"]["get"]["parameters"] if each.get("in") == "query"]
    assert tuple(each["name"] for each in listed) == PARAMETERS


def whole(document: Any, value: Any) -> Any:
    """What a reference leads to."""
    for step in value.get("$ref", "#").split("/")[1:]:
        value = document = document[step]
    return value


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects_in(each)
