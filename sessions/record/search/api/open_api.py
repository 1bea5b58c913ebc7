"""Describes the API of the records in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0); pure."""

from typing import Any

from sessions.contract.limits import API_MOST_PER_PAGE, API_PER_PAGE, MAX_RECORD_SEARCH_LENGTH
from sessions.record.search.filters import ANSWERED_VALUES, KIND_VALUES, TOPIC_VALUES

type Described = dict[str, Any]


def _if_none_match() -> Described:
    return {
        "name": "If-None-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "The ETag that you have.",
    }


RECORD_PARAMETERS: Described = {"IfNoneMatch": _if_none_match()}


def _records() -> Described:
    ok = _json("A page of records, what was published last first.", "Page")
    ok["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
    return {
        "operationId": "listRecords",
        "summary": "List the records, or search in them.",
        "description": (
            "With q, topic, kind or answered it searches: only records with a matching question are answered, each "
            "with the questions that match in `found`, and `limit` counts questions. Words match in any case, with the "
            "digits of any script; the last word matches as a beginning; words in quotation marks match side by side."
        ),
        "parameters": [*_parameters(), {"$ref": "#/components/parameters/IfNoneMatch"}],
        "responses": {"200": ok, "304": _response("NotModified"), "400": _response("BadRequest")},
    }


def _record() -> Described:
    slug = {
        "name": "slug",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "example": "ward-95-2027-01-02",
    }
    return {
        "operationId": "getRecord",
        "summary": "One record with its public questions.",
        "parameters": [slug, {"$ref": "#/components/parameters/IfNoneMatch"}],
        "responses": {
            "200": _json("The record.", "WholeRecord"),
            "304": _response("NotModified"),
            "404": _response("NotFound"),
        },
    }


def _parameters() -> list[Described]:
    number = {"type": "integer", "minimum": 1}
    return [
        _parameter(
            "q", "Words of a question or of its answers.", {"type": "string", "maxLength": MAX_RECORD_SEARCH_LENGTH}
        ),
        _parameter("ward", "The number of a ward.", number | {"maximum": 999}),
        _parameter("office", "The id of a term of office (office.id).", number),
        _parameter("month", "The month of the evening.", {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
        _parameter("topic", "The topic of a question.", {"type": "string", "enum": list(TOPIC_VALUES)}),
        _parameter("kind", "The kind of a question.", {"type": "string", "enum": list(KIND_VALUES)}),
        _parameter(
            "answered",
            "yes: some answer was given; promised: a written one is owed; no: none was given.",
            {"type": "string", "enum": list(ANSWERED_VALUES)},
        ),
        _parameter("limit", "How many at once.", number | {"maximum": API_MOST_PER_PAGE, "default": API_PER_PAGE}),
        _parameter("cursor", "Where the page begins: only as `next` has it.", number),
    ]


def _parameter(name: str, description: str, schema: Described) -> Described:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _json(description: str, schema: str) -> Described:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}, "content": content}


def problem(description: str) -> Described:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def _response(name: str) -> Described:
    return {"$ref": f"#/components/responses/{name}"}


RECORD_OPERATIONS: dict[str, Described] = {each["operationId"]: each for each in (_records(), _record())}
"""Operations of the records' API, by their operationId."""
