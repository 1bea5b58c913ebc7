"""The description of the sockets: in step with the code, complete, and served."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import fastjsonschema
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from chatserver.live.wire.async_api import describe_wire, describe_wire_as_json
from chatserver.live.wire.decoding import decode
from chatserver.live.wire.ops import OPS
from chatserver.live.wire.protocol import Command
from chatserver.live.wire.schemas import EVENTS, FRAMES
from chatserver.management.commands.write_asyncapi import KEPT_AT
from sessions.log.event_form import tag_of
from tests.clients.wire_schema import validator


def test_the_kept_file_says_what_the_code_does() -> None:
    """If this fails, the wire has changed: check whether a client can tell, then run `bin/manage write_asyncapi`."""
    assert (settings.BASE_DIR / KEPT_AT).read_text(encoding="utf-8") == describe_wire_as_json()


@pytest.mark.costly
def test_its_command_rewrites_it(tmp_path: Any, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / KEPT_AT).parent.mkdir(parents=True)
    call_command("write_asyncapi")
    assert json.loads((tmp_path / KEPT_AT).read_text(encoding="utf-8")) == describe_wire()


@pytest.mark.costly
def test_it_is_served_to_anybody() -> None:
    response = Client().get("/api/asyncapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert json.loads(response.content) == describe_wire()


def test_everything_that_it_refers_to_is_there() -> None:
    document = describe_wire()
    broken = [reference for reference in references_in(document) if not leads_somewhere(document, reference)]
    assert broken == []


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from references_in(each)


def leads_somewhere(document: Any, reference: str) -> bool:
    place = document
    for step in reference.removeprefix("#/").split("/"):
        if step not in place:
            return False
        place = place[step]
    return True


def test_every_frame_every_event_and_every_command_has_a_schema() -> None:
    schemas = describe_wire()["components"]["schemas"]
    kinds = [*FRAMES, *EVENTS["public"], *EVENTS["desk"], *OPS.values()]
    missing = {kind.__name__ for kind in kinds} - schemas.keys()
    assert missing == {"Events"}  # its frame is described for each stream
    said = {
        (stream, schemas[kind.__name__]["properties"]["type"]["const"]) for stream in EVENTS for kind in EVENTS[stream]
    }
    assert said == {(stream, tag_of(kind)) for stream in EVENTS for kind in EVENTS[stream]}


@pytest.mark.parametrize(
    ("fields", "is_right"),
    [
        ({"op": "question.ask", "text": "When?", "kind": "question"}, True),
        ({"op": "question.ask", "text": "When?", "kind": "song"}, False),
        ({"op": "question.ask", "text": "When?"}, False),
        ({"op": "question.ask", "text": "When?", "kind": "question", "more": 1}, False),
        ({"op": "question.take"}, True),
        ({"op": "session.extend", "minutes": 5}, True),
        ({"op": "session.extend", "minutes": 0}, False),
    ],
)
def test_the_description_of_a_command_and_its_decoding_judge_alike(fields: dict[str, Any], is_right: bool) -> None:
    frame = {"type": "cmd", "ref": str(uuid4()), **fields}
    valid = validator(OPS[fields["op"]].__name__)
    if is_right:
        assert isinstance(decode(json.dumps(valid(frame))), Command)
    else:
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            valid(frame)
