"""Changes of sound records, as an operator makes them with SQL, with an editor, or with the log's own key."""

import base64
import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sessions.record.proof.notes.checkpoints import TreeHead, encoded_root
from sessions.record.proof.notes.signed_notes import SignedNote, sign
from sessions.record.proof.tree import (
    consistency_proof,
    hash_of_leaf,
    inclusion_proof,
    leaf_hash,
    root_hash,
    tree_levels,
)
from tests.sessions.record.proof.cosigning import TIMED, TestWitness
from tests.sessions.record.proof.vectors.fixed_world import LOG, PRIVATE
from tests.sessions.record.proof.vectors.sound_records import WITNESSES

Document = dict[str, Any]
Change = Callable[[Document], object]
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
SALT = base64.urlsafe_b64encode(b"\x07" * 32).decode().rstrip("=")


@dataclass
class Tampered:
    """base: the sound record. change: of its document; raw: of its bytes, where no JSON says it.

    uses: the files of the base that the verifier is given, each by its option; changed: those that were changed.
    """

    about: str
    base: str
    change: Change | None = None
    raw: Callable[[bytes], bytes] | None = None
    uses: tuple[str, ...] = ()
    changed: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    witnesses: tuple[str, ...] = ()


def first(document: Document, kind: str) -> Document:
    found: Document = next(each for each in document["entries"] if each["type"] == kind)
    return found


def data(kind: str, **changed: Any) -> Change:
    """Other data of the first entry of that type."""
    return lambda document: first(document, kind)["data"].update(changed)


def reword(kind: str, value: str, name: str = "text") -> Change:
    """Reword a question as SQL does it: the words, with a new salt and a commitment that fits."""

    def change(document: Document) -> None:
        entry, salt = first(document, kind), b"\x07" * 32
        entry["texts"][name] = {"value": value, "salt": SALT}
        digest = hashlib.sha256(salt + value.encode()).digest()
        entry["commitments"][name] = base64.urlsafe_b64encode(digest).decode().rstrip("=")

    return change


def both(*changes: Change) -> Change:
    def change(document: Document) -> None:
        for each in changes:
            each(document)

    return change


def renumber(document: Document) -> None:
    for n, entry in enumerate(document["entries"]):
        entry["n"] = n


def rebuild(document: Document) -> None:
    """The tree, its leaves and all that follows from them inside the record; nothing that is signed."""
    leaves = [leaf_hash(entry) for entry in document["entries"]]
    document["tree"] = {"size": len(leaves), "root": encoded_root(root_hash(leaves))}
    if "log" in document:
        document["log"]["leaves"] = [encoded_root(each) for each in leaves]
    if "states" in document:
        document["states"][-1]["size"] = len(leaves)
    for each in (*document.get("drafts", ()), *document.get("states", ())):
        each["root"] = encoded_root(root_hash(leaves[: each["size"]]))
    for each, proof in zip(document.get("drafts", ()), document["log"].get("drafts", ()), strict=True):
        proof["consistency"] = [encoded_root(step) for step in consistency_proof(leaves, each["size"])]


def signed_note(origin: str, leaves: list[bytes], private: Ed25519PrivateKey = PRIVATE) -> str:
    text = str(TreeHead(origin, len(leaves), root_hash(leaves)))
    return str(SignedNote(text, (sign(text, name=origin, private=private),)))


def forge(document: Document) -> None:
    """Forge the log as the operator can who has the log's key.

    A log of this record alone, signed anew, and the live checkpoint.
    """
    rebuild(document)
    sign_anew(document)


def sign_anew(document: Document) -> None:
    log, slug, hashes = document["log"], document["slug"], [leaf_hash(entry) for entry in document["entries"]]
    for each, proof in zip(document.get("live", ()), log.get("live", ()), strict=True):
        origin, size, _rest = each["checkpoint"].split("\n", 2)
        each["checkpoint"] = signed_note(origin, hashes[: int(size)])
        proof["consistency"] = [encoded_root(step) for step in consistency_proof(hashes, int(size))]
    drafts, states, redactions = document.get("drafts", []), document["states"], document["redactions"]
    bodies = [
        *(
            {"draft": slug, "root": each["root"], "size": each["size"], "closed_at": each["closed_at"]}
            for each in drafts
        ),
        *(
            {"record": slug, "root": each["root"], "size": each["size"], "sealed_at": each["sealed_at"]}
            for each in states
        ),
        *({"redaction": {"record": slug, **each}} for each in redactions),
    ]
    levels = tree_levels([hash_of_leaf(rfc8785.dumps(body)) for body in bodies])
    proofs = [[encoded_root(step) for step in inclusion_proof(levels, index)] for index in range(len(bodies))]
    for index, each in enumerate((*drafts, *states)):
        each["index"] = index
    for index, proof in enumerate(log.get("drafts", ())):
        proof["inclusion"] = proofs[index]
    newest = len(drafts) + len(states) - 1
    log |= {"index": newest, "inclusion": proofs[newest], "checkpoint": signed_note(LOG, list(levels[0]))}
    if redactions:
        log["redactions"] = [{"index": index, "inclusion": proofs[index]} for index in range(newest + 1, len(bodies))]
    log.pop("earlier", None)
    if states[1:]:
        log["earlier"] = proofs[len(drafts) : newest]


def forge_after_draft(document: Document) -> None:
    """Forge like forge(), but the draft that everybody could download stays as it was."""
    drafts = [each["root"] for each in document["drafts"]]
    rebuild(document)
    for each, root in zip(document["drafts"], drafts, strict=True):
        each["root"] = root
    sign_anew(document)


def without(document: Document, n: int) -> None:
    del document["entries"][n]
    renumber(document)


def drop(kind: str) -> Change:
    return lambda document: without(document, first(document, kind)["n"])


def swap(document: Document) -> None:
    entries = document["entries"]
    entries[2], entries[3] = entries[3], entries[2]
    renumber(document)


def shift_salt(document: Document) -> None:
    text = first(document, "answer.given")["texts"]["text"]
    salt = base64.urlsafe_b64decode(text["salt"] + "=")
    text["salt"] = base64.urlsafe_b64encode(salt[1:] + salt[:1]).decode().rstrip("=")
    text["value"] = text["value"][0] + text["value"]


def decompose(document: Document) -> None:
    text = first(document, "answer.given")["texts"]["text"]
    text["value"] = unicodedata.normalize("NFD", text["value"])


def hide_words(document: Document) -> None:
    first(document, "answer.given")["texts"]["text"] = None


def fake_redaction(document: Document) -> None:
    hide_words(document)
    n = first(document, "answer.given")["n"]
    line = {"n": n, "texts": ["text"], "ground": "error", "authority": "The clerk", "at": document["sealed_at"]}
    document["redactions"].append(line)
    proof = {"index": document["log"]["index"], "inclusion": document["log"]["inclusion"]}
    document["log"]["redactions"] = [proof]


def uncommit(kind: str, name: str = "text") -> Change:
    return lambda document: first(document, kind)["commitments"].pop(name)


def cut_tail(document: Document) -> None:
    del document["entries"][-1]
    rebuild(document)


def back_to_first_state(document: Document) -> None:
    """The first state with its own proof, under the newest checkpoint, and the redacted words brought back."""
    log, [state, *_later] = document["log"], document["states"]
    document["entries"] = document["entries"][: state["size"]]
    document |= {"states": [state], "sealed_at": state["sealed_at"], "redactions": []}
    document["tree"] = {"size": state["size"], "root": state["root"]}
    log |= {"index": state["index"], "inclusion": log["earlier"][0], "leaves": log["leaves"][: state["size"]]}
    for name in ("earlier", "redactions"):
        log.pop(name, None)
    leaves = [leaf_hash(entry) for entry in document["entries"]]
    for each, proof in zip(document["drafts"], log["drafts"], strict=True):
        proof["consistency"] = [encoded_root(step) for step in consistency_proof(leaves, each["size"])]


def bring_words_back(document: Document) -> None:
    """Words of the first redaction, whose line goes."""
    n = document["redactions"][0]["n"]
    words = {"text": "Who lives in flat 4?", "label": "Resident, ward 95"}
    for name in document["redactions"][0]["texts"]:
        document["entries"][n]["texts"][name] = {"value": words[name], "salt": SALT}
    del document["redactions"][0], document["log"]["redactions"][0]


def hide_drafts(document: Document) -> None:
    for name in ("drafts", "live"):
        document.pop(name, None)
        document["log"].pop(name, None)


def as_draft(document: Document) -> None:
    document["draft"] = {"correct_until": "2027-02-01T00:00:00.000Z"}


def at(*path: Any, value: Any) -> Change:
    """Set what stands there; a function is given what stood there before."""

    def change(document: Document) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value(place[path[-1]]) if callable(value) else value

    return change


def remove(*path: Any) -> Change:
    def change(document: Document) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def flipped(written: str) -> str:
    """Another base64 of the same length."""
    raw = bytearray(base64.b64decode(written))
    raw[-1] ^= 1
    return base64.b64encode(raw).decode()


def with_flipped_signature(note: str) -> str:
    start, _space, signature = note[:-1].rpartition(" ")
    return f"{start} {flipped(signature)}\n"


def signed_by_stranger(document: Document) -> None:
    text = document["log"]["checkpoint"].partition("\n\n")[0] + "\n"
    document["log"]["checkpoint"] = str(SignedNote(text, (sign(text, name=LOG, private=STRANGER),)))


def without_row(decision: str) -> Callable[[Any], Any]:
    def change(ledger: Any) -> Any:
        return ledger | {"decisions": [row for row in ledger["decisions"] if row["decision"] != decision]}

    return change


def other_reason(ledger: Any) -> Any:
    rows = [row | {"reason": "campaign"} if row["decision"] == "declined" else row for row in ledger["decisions"]]
    return ledger | {"decisions": rows}


def inflate_support(document: Document) -> None:
    """Support of the question that was taken, when it was and at the close."""
    taken, closed = first(document, "question.taken")["data"], first(document, "session.closed")["data"]
    taken["backing"] += 1
    closed["backing"][taken["question"]] += 1


def hide_root(document: Document) -> None:
    del first(document, "question.taken")["data"]["support_root"]


def exchange_roots(document: Document) -> None:
    roots = first(document, "session.closed")["data"]["support_roots"]
    one, other = roots
    roots[one], roots[other] = roots[other], roots[one]


def change_leaves(change: Callable[[list[str], list[str]], object]) -> Callable[[Any], Any]:
    """change: of the leaves of the question with the most supporters; it is given those of the other, too."""

    def changed(support: Any) -> Any:
        most, fewest = sorted(support["questions"].values(), key=lambda trees: -len(trees[-1]["leaves"]))
        for tree in most:
            change(tree["leaves"], fewest[-1]["leaves"])
        return support

    return changed


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(raw: bytes) -> bytes:
        assert old.encode() in raw, old
        return raw.replace(old.encode(), new.encode(), 1)

    return change


ALL, FLAT = "every-outcome", "two-redactions"
SAYS_NO = reword("answer.given", "No lamps will be put up there.")
OTHER_WITNESS = TestWitness("witness.example/timed", TIMED, b"o" * 32)


def cosigned_elsewhere(document: Document) -> None:
    """The line of a witness over the checkpoint of another log."""
    note = document["log"]["checkpoint"]
    text, _, _lines = note.partition("\n\n")
    lines = [line for line in note.split("\n\n")[1].splitlines() if "witness.example" not in line]
    other = WITNESSES[0].line(note.replace("chat.", "chap.", 1), 1_799_000_000)
    document["log"]["checkpoint"] = f"{text}\n\n" + "".join(f"{line}\n" for line in lines) + other


TAMPERED: dict[str, Tampered] = {
    "answer-reworded": Tampered(
        "An answer has other words.", ALL, at("entries", 4, "texts", "text", "value", value="No.")
    ),
    "answer-recommitted": Tampered("An answer with a new salt and commitment.", ALL, SAYS_NO),
    "answer-in-rebuilt-tree": Tampered(
        "The same, and all hashes inside the record computed anew.", ALL, both(SAYS_NO, rebuild)
    ),
    "answer-between-close-and-seal": Tampered(
        "A record that was sealed with another answer than its draft had, by the log's own key.",
        "scripts",
        both(SAYS_NO, forge_after_draft),
    ),
    "salt-shifted": Tampered("The salt turned by a byte, with other words.", ALL, shift_salt),
    "words-decomposed": Tampered("Words in NFD in place of NFC.", "scripts", decompose),
    "answer-erased": Tampered(
        "An answer that was erased before anything was committed to: null, without a commitment or a reason.",
        "scripts",
        both(uncommit("answer.given"), hide_words, forge),
    ),
    "words-hidden": Tampered("An answer is null, and no redaction says why.", ALL, hide_words),
    "words-dropped": Tampered("A text is left out.", ALL, remove("entries", 4, "texts", "text")),
    "redaction-invented": Tampered("An answer is null by a redaction that is not in the log.", ALL, fake_redaction),
    "refusal-uncommitted": Tampered("A refusal without its commitment.", ALL, uncommit("question.declined")),
    "merge-uncommitted": Tampered("A merged question without its commitment.", ALL, uncommit("question.merged")),
    "undecided-uncommitted": Tampered(
        "An undecided question without its commitment.", "undecided", uncommit("question.undecided")
    ),
    "undecided-recommitted": Tampered(
        "An undecided question with the commitment of other words.",
        "undecided",
        at("entries", 2, "commitments", "text", value=SALT),
    ),
    "refusal-with-words": Tampered(
        "Words that fit no commitment where a refusal has none.",
        ALL,
        lambda document: first(document, "question.declined")["texts"].update(
            text={"value": "Buy at my shop!", "salt": SALT}
        ),
    ),
    "refusal-reason": Tampered("Another reason of a refusal.", ALL, data("question.declined", reason="campaign")),
    "refusal-reason-rebuilt": Tampered(
        "The same in a tree that was computed anew.",
        "refusals",
        both(data("question.declined", reason="off_topic"), rebuild),
    ),
    "refusal-deleted": Tampered("A refusal is gone, and the numbers have a gap.", ALL, remove("entries", 13)),
    "refusal-deleted-rebuilt": Tampered(
        "A refusal is gone, with numbers and tree made anew.", ALL, both(drop("question.declined"), rebuild)
    ),
    "unread-deleted": Tampered(
        "A question that nobody read is gone.", "undecided", both(drop("question.undecided"), rebuild)
    ),
    "held-told-as-unread": Tampered(
        "A held question as one that nobody read.", "undecided", data("question.undecided", state="waiting")
    ),
    "asked-later": Tampered(
        "Another time at which a question was asked.",
        ALL,
        data("question.undecided", asked_at="2027-01-05T12:59:00.000Z"),
    ),
    "support-lost": Tampered("Another number of supporters.", ALL, data("question.taken", backing=0)),
    "decisions-changed": Tampered(
        "The close tells of fewer decisions.",
        "evening-with-ledger",
        lambda document: first(document, "session.closed")["data"]["decisions"].update(size=1),
    ),
    "decisions-dropped": Tampered(
        "The close tells of no decisions.",
        "evening-with-ledger",
        lambda document: first(document, "session.closed")["data"].pop("decisions"),
        uses=("ledger",),
    ),
    "override-silent": Tampered(
        "A question taken out of its turn, as if it had been next.",
        "moved-and-overridden",
        lambda document: first(document, "question.taken")["data"].pop("override"),
    ),
    "due-day-later": Tampered(
        "A later day for a written answer.", "written-answer", data("question.on_notice", due_on="2027-12-31")
    ),
    "move-reason": Tampered(
        "Another reason why the chat was moved.",
        "moved-and-overridden",
        lambda document: next(iter(first(document, "session.moved")["texts"].values())).update(value="No time."),
    ),
    "other-ward": Tampered("Another ward.", ALL, at("entries", 0, "data", "ward", value=96)),
    "removal-untold": Tampered("A removal that tells of no words.", "removals", data("question.removed", words=[])),
    "removal-recommitted": Tampered(
        "A removal that tells of other words than the entry before it.",
        "removals",
        lambda document: first(document, "question.removed")["data"]["words"][0].update(commitment=SALT),
    ),
    "removal-as-withdrawal": Tampered(
        "A removal by a moderator, told as a withdrawal by its author.",
        "removals",
        lambda document: first(document, "question.removed").update(type="question.withdrawn"),
    ),
    "number-as-float": Tampered("The number of an entry with a fraction.", ALL, raw=replaced('"n":3,', '"n":3.0,')),
    "number-beyond-double": Tampered(
        "An integer that no double holds.", ALL, data("question.taken", backing=2**53 + 1)
    ),
    "key-doubled": Tampered(
        "A key that stands twice.", ALL, raw=replaced('"reason":"attack"', '"reason":"campaign","reason":"attack"')
    ),
    "escape-of-half": Tampered(
        "Half of a character in the words.", ALL, raw=replaced("From Monday on.", "From Monday on.\\ud800")
    ),
    "unknown-key": Tampered("An entry with an unknown key.", ALL, at("entries", 4, "note", value="x")),
    "entries-swapped": Tampered("Two entries swapped, and numbered anew.", ALL, swap),
    "entry-doubled": Tampered(
        "An entry twice, with a tree made anew.",
        ALL,
        both(lambda document: document["entries"].append(dict(document["entries"][-1])), renumber, rebuild),
    ),
    "tail-cut": Tampered("The last entry is gone, with a tree made anew.", "corrections", cut_tail),
    "sealed-as-draft": Tampered("A sealed record that says that it is a draft.", ALL, as_draft),
    "root-changed": Tampered("Another root.", ALL, at("tree", "root", value=flipped)),
    "leaf-changed": Tampered("Another leaf in the list.", ALL, at("log", "leaves", 5, value=flipped)),
    "sealed-earlier": Tampered(
        "Another time of the seal.",
        ALL,
        both(
            at("sealed_at", value="2027-01-06T00:00:00.000Z"),
            at("states", 0, "sealed_at", value="2027-01-06T00:00:00.000Z"),
        ),
    ),
    "state-invented": Tampered(
        "An earlier state that never was.",
        FLAT,
        both(
            lambda document: document["states"].insert(0, document["states"][0] | {"size": 3, "index": 0}),
            lambda document: document["log"]["earlier"].insert(0, []),
        ),
    ),
    "cut-to-first-state": Tampered(
        "The first state with its proof, under the newest checkpoint, compared with the whole log.",
        "written-answer",
        back_to_first_state,
        uses=("entries",),
    ),
    "drafts-hidden": Tampered(
        "Without what was committed before the seal, compared with the whole log.", ALL, hide_drafts, uses=("entries",)
    ),
    "draft-closed-later": Tampered(
        "Another time of the close of a draft.", ALL, at("drafts", 0, "closed_at", value="2027-01-05T23:00:00.000Z")
    ),
    "live-signature": Tampered(
        "A checkpoint of the live chat with another signature.",
        ALL,
        at("live", 0, "checkpoint", value=with_flipped_signature),
    ),
    "redaction-authority": Tampered(
        "Another authority of a redaction.", FLAT, at("redactions", 0, "authority", value="The Supreme Court")
    ),
    "redacted-words-back": Tampered("Redacted words are back, and fit nothing.", "redaction", bring_words_back),
    "checkpoint-by-stranger": Tampered("The checkpoint is signed by another key.", ALL, signed_by_stranger),
    "forged-without-witness": Tampered(
        "All of it signed anew with the log's own key; its witnesses have not signed that.",
        "witnessed",
        both(SAYS_NO, forge),
        witnesses=tuple(each.vkey for each in WITNESSES),
    ),
    "forged-against-log": Tampered(
        "All of it signed anew with the log's own key, compared with the whole log.",
        ALL,
        both(SAYS_NO, forge),
        uses=("entries",),
    ),
    "forged-against-kept": Tampered(
        "All of it signed anew with the log's own key, compared with a checkpoint that somebody kept of the live chat.",
        "corrections",
        both(SAYS_NO, forge),
        uses=("checkpoint",),
    ),
    "wrong-witness": Tampered(
        "The key of a witness that has not signed, with the name of one that has.",
        "witnessed",
        witnesses=(OTHER_WITNESS.vkey,),
    ),
    "witness-of-another": Tampered(
        "A witness' signature of another checkpoint.",
        "witnessed",
        cosigned_elsewhere,
        witnesses=(WITNESSES[0].vkey,),
    ),
    "log-rewritten": Tampered(
        "A proof between two checkpoints that does not hold.",
        "older-download",
        uses=("checkpoint", "consistency"),
        changed={"consistency": lambda proof: proof | {"proof": [flipped(each) for each in proof["proof"]]}},
    ),
    "decision-hidden": Tampered(
        "The ledger hides a decision of the evening.",
        "evening-with-ledger",
        uses=("ledger",),
        changed={"ledger": without_row("held")},
    ),
    "decision-otherwise": Tampered(
        "The ledger tells of another reason than the ward's month.",
        "month-log",
        uses=("ledger",),
        changed={"ledger": other_reason},
    ),
    "supporter-kept-back": Tampered(
        "A leaf of a supporter is not published.",
        "support-with-leaves",
        uses=("support",),
        changed={"support": change_leaves(lambda leaves, _others: leaves.pop())},
    ),
    "supporter-of-another-question": Tampered(
        "The leaf of a supporter is one of another question.",
        "support-with-leaves",
        uses=("support",),
        changed={"support": change_leaves(lambda leaves, others: leaves.__setitem__(0, others[0]))},
    ),
    "support-inflated": Tampered(
        "One more supporter than there are leaves, by the log's own key.",
        "support-with-leaves",
        both(inflate_support, forge),
        uses=("support",),
    ),
    "support-roots-exchanged": Tampered(
        "The roots of two questions are exchanged, by the log's own key.",
        "support-with-leaves",
        both(exchange_roots, forge),
        uses=("support",),
    ),
    "support-without-root": Tampered(
        "Supporters of a question without the root of their tree, by the log's own key.",
        "support-with-leaves",
        both(hide_root, forge),
    ),
}
