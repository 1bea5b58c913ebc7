"""The shapes of what the API answers, as JSON Schema; pure."""

from typing import Any

from sessions.record.search.filters import KIND_VALUES, TOPIC_VALUES

type Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ADDRESS: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
OUTCOMES = ["answered", "on_notice", "in_part", "not_reached"]


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": _to(name)}


def _to(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


RECORD: Schema = {
    "slug": TEXT,
    "address": ADDRESS,
    "ward": {"type": "integer"},
    "held_on": {"type": "string", "format": "date"},
    "starts_at": MOMENT,
    "closed_at": _or_null(MOMENT),
    "published_at": MOMENT,
    "is_draft": {"type": "boolean", "description": "Typing faults in it may still be corrected."},
    "sealed_at": _or_null(MOMENT),
    "office": _to("Office"),
    "asked": COUNT,
    "answered": COUNT,
    "written_answer_promised": COUNT,
    "forms": {
        "type": "object",
        "additionalProperties": ADDRESS,
        "description": "Addresses of the whole record, by form.",
    },
}
QUESTION: Schema = {
    "receipt": TEXT,
    "address": ADDRESS | {"description": "Its permanent place in the record."},
    "kind": {"enum": list(KIND_VALUES)},
    "topic": {"enum": [*TOPIC_VALUES, None]},
    "outcome": {"enum": OUTCOMES},
    "asked_at": MOMENT,
    "text": TEXT,
    "answers": _list_of("Answer"),
}
API_SCHEMAS: dict[str, Schema] = {
    "Page": _object({"records": _list_of("Record"), "next": _or_null(ADDRESS)}),
    "Record": _object(RECORD | {"found": _list_of("FoundQuestion")}, optional=("found",)),
    "WholeRecord": _object(RECORD | {"tree": _to("Tree"), "questions": _list_of("Question")}),
    "Tree": _object({"size": COUNT, "root": TEXT | {"description": "RFC 9162, in base64."}}),
    "Office": _object(
        {
            "id": {"type": "integer"},
            "kind": {"enum": ["councillor", "coordinator", "administrator", "vacant"]},
            "name_en": TEXT,
            "name_bn": TEXT,
            "names": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "By language; those languages only in which the name is known.",
            },
        }
    ),
    "Question": _object(QUESTION),
    "FoundQuestion": _object(
        QUESTION
        | {
            "snippets": {
                "type": "array",
                "items": _list_of("SnippetPart"),
                "description": "Of the question, then of answers, each in parts: plain text, no markup.",
            }
        }
    ),
    "SnippetPart": _object({"text": TEXT, "is_match": {"type": "boolean"}}),
    "Answer": _object({"text": TEXT, "by": TEXT, "role": TEXT, "office": {"type": "integer"}, "given_at": MOMENT}),
    "Problem": _object({"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}),
}
