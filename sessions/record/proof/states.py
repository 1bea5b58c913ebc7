"""What a record says about itself as a whole: a draft until when, or sealed in which states; pure.

A sealed record only grows. Each state is a size of its tree with the root at that size, so that anybody can compute the
earlier roots from the first entries.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sessions.log.logged_event import wire_time
from sessions.platform.text.commitments import commitment, from_base64url
from sessions.record.proof.tree import leaf_hash, root_hash

type Document = dict[str, Any]


class EntryChangedError(RuntimeError):
    """An entry would not be what was committed to: the database was changed, or the program has a fault."""


def with_draft_or_states(
    document: Mapping[str, Any],
    *,
    slug: str,
    correct_until: datetime | None,
    states: Sequence[Mapping[str, Any]] = (),
    committed: Mapping[str, Any] = {},
) -> Document:
    """The compiled document with its address, and with what it is. committed: what was signed of it before the seal.

    A draft says until when typing faults can be corrected: "draft" {"correct_until"}; that is empty for a record from
    before there was a window. A sealed record has its "states", and says when it reached the newest: "sealed_at".
    """
    if states:
        reached = {"states": list(states), **committed}
        return {**_named(document, slug), "sealed_at": states[-1]["sealed_at"], **document, **reached}
    draft = {"correct_until": wire_time(correct_until)} if correct_until is not None else {}
    return {**_named(document, slug), "draft": draft, **document, **committed}


def _named(document: Mapping[str, Any], slug: str) -> Document:
    return {"format": document["format"], "slug": slug}


def require_same_entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raises EntryChangedError unless each entry of `before` stands in `after` at its place, as it was.

    Only the words of a text may have gone, which a redaction destroys; a leaf does not hold them.
    """
    if len(after["entries"]) < len(before["entries"]):
        raise EntryChangedError("the record would lose entries")
    for old, new in zip(before["entries"], after["entries"], strict=False):
        if leaf_hash(old) != leaf_hash(new) or not _are_texts_kept(old["texts"], new["texts"]):
            raise EntryChangedError(f"entry {old['n']} of the record would change")


def require_states_hold(document: Mapping[str, Any], states: Sequence[Mapping[str, Any]]) -> None:
    """Raises EntryChangedError unless the first entries still give the root of each of these states."""
    leaves = [leaf_hash(entry) for entry in document["entries"]]
    for state in states:
        if base64.b64encode(root_hash(leaves[: state["size"]])).decode() != state["root"]:
            raise EntryChangedError(f"the record of {state['size']} entries would have another root")


def require_texts_fit(document: Mapping[str, Any]) -> None:
    """Raises EntryChangedError where a text is not the one that its entry commits to."""
    for entry in document["entries"]:
        for name, text in entry["texts"].items():
            if (
                text is not None
                and commitment(from_base64url(text["salt"]), text["value"]) != entry["commitments"][name]
            ):
                raise EntryChangedError(f"entry {entry['n']} of the record has another {name} than it commits to")


def _are_texts_kept(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return old.keys() == new.keys() and all(new[name] in (old[name], None) for name in old)
