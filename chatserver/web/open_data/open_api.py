"""Describes every address that programs use, in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0); pure.

The API of the records describes itself (sessions/record/search/api/open_api.py); the others come from the table of
addresses, and what a program may send from here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from chatserver.web.open_data.addresses import PROGRAM_ADDRESSES, Address
from chatserver.web.open_data.schemas import ANSWER_SCHEMAS
from sessions.record.search.api.open_api import RECORD_OPERATIONS, RECORD_PARAMETERS, Described, problem
from sessions.record.search.api.schemas import API_SCHEMAS

DESCRIPTION = (
    "What is described here may be read by anybody, without a key, and by scripts of any site. The authority on an "
    "evening is its record (/records/{slug}.json), which can be verified; what else is answered is made from the same "
    "log. Ask again with If-None-Match and the ETag of the last answer: 304 says that nothing has changed. Follow "
    "`next` until it is null. Ignore fields that are not described here. The sockets of a live chat are described at "
    "/api/asyncapi.json, Open311 in more words by its specification (GeoReport v2)."
)
PARAMETER = re.compile(r"<(\w+):(\w+)>")
CONVERTED: dict[str, Described] = {
    "int": {"type": "integer", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
    "month": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "georeport_form": {"enum": ["xml", "json"]},
}
"""What a path may have in a place, by Django's converter; a string for those that are not here."""

PROBLEMS = {"BadRequest": "A parameter is unknown, or has no such value.", "NotFound": "There is nothing here."}


def describe_as_json(licensed: Mapping[str, Any] | None = None) -> str:
    """The document that is served; without a licence it is kept in chatserver/docs/openapi.json."""
    return json.dumps(describe(licensed), ensure_ascii=False, indent=1) + "\n"


def describe(licensed: Mapping[str, Any] | None = None) -> Described:
    """The document, as plain JSON values. licensed: with the member "license" of the data, if one is set."""
    paths: dict[str, Described] = {}
    for route, address in PROGRAM_ADDRESSES.items():
        paths[path_of(route)] = {"get": RECORD_OPERATIONS.get(address.operation) or _operation(route, address)}
        paths[path_of(route)]["get"]["tags"] = [address.chapter]
    for route, operation in SENT.items():
        path = paths.setdefault(path_of(route), {})
        path["post"] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Councillor Live Chat: what programs read",
            "version": "2",
            "description": DESCRIPTION,
            **(licensed or {}),
        },
        "paths": paths,
        "components": {
            "schemas": API_SCHEMAS | ANSWER_SCHEMAS,
            "headers": {
                "ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}},
                "Link": {"description": "The next page, rel=next.", "schema": {"type": "string"}},
            },
            "parameters": RECORD_PARAMETERS,
            "responses": {
                "NotModified": {"description": "As the ETag says: nothing has changed."},
                **{name: problem(words) for name, words in PROBLEMS.items()},
            },
        },
    }


def path_of(route: str) -> str:
    """The path of a route in the notation of OpenAPI: /wards/{number}/figures.json."""
    return "/" + PARAMETER.sub(r"{\2}", route)


def _operation(route: str, address: Address) -> Described:
    schema = {"$ref": f"#/components/schemas/{address.schema}"} if address.schema else {}
    content = {media_type: {"schema": schema} if schema else {} for media_type in address.media_types}
    return {
        "operationId": address.operation,
        "summary": address.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(address)],
        "responses": {
            "200": {"description": address.summary, "content": content},
            "404": {"$ref": "#/components/responses/NotFound"},
        },
    }


def _path_parameters(route: str) -> Iterator[Described]:
    for converter, name in PARAMETER.findall(route):
        schema = CONVERTED.get(converter, {"type": "string"})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(address: Address) -> Iterator[Described]:
    for name, description in address.query:
        required = {"required": True} if name in address.required else {}
        yield {"name": name, "in": "query", "description": description, "schema": {"type": "string"}, **required}


def _form(properties: dict[str, str], required: list[str]) -> Described:
    fields = {name: {"type": "string", "description": words} for name, words in properties.items()}
    schema: Any = {"type": "object", "properties": fields, "required": required}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


SENT: dict[str, Described] = {
    "open311/v2/requests.<georeport_form:form>": {
        "operationId": "postRequest",
        "summary": "Open311: lodge a complaint or a suggestion; answers a token.",
        "tags": ["Complaints, promises and work"],
        "parameters": list(_path_parameters("<georeport_form:form>")),
        "requestBody": _form(
            {
                "api_key": "The key that the office gave.",
                "service_code": "A category.",
                "description": "The words, at most 4,000 signs.",
                "lat": "Degrees north, WGS 84.",
                "long": "Degrees east.",
                "address_string": "The place in words.",
                "attribute[ward]": "The number of the ward.",
                "attribute[kind]": "complaint or suggestion.",
            },
            ["api_key", "service_code", "description"],
        ),
        "responses": {
            "200": {"description": "A token.", "content": {"application/json": {}, "application/xml": {}}},
            "400": {
                "description": "A field cannot be read.",
                "content": {"application/json": {}, "application/xml": {}},
            },
            "403": {"description": "The key.", "content": {"application/json": {}, "application/xml": {}}},
        },
    },
    "api/chat/<uuid:chat_session_id>/commands": {
        "operationId": "postCommand",
        "summary": "A command in a chat where sockets do not get through (/api/asyncapi.json); takes a cookie session.",
        "tags": ["This website"],
        "parameters": list(_path_parameters("<uuid:chat_session_id>")),
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "ack or nack.", "content": {"application/json": {}}}},
    },
}
"""What programs send, by route."""
