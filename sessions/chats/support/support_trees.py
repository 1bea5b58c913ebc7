"""Commit to who supports a question: a hash tree of its supporters, who each can prove that they are counted.

Each supporter of a chat has a key, which the server tells nobody else. A leaf is the hash of the question and the key,
so that it tells a stranger nothing, and the leaves are sorted by it, so that their order tells nothing either.
chatserver/docs/record-proof.md has the contract.
"""

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import UNSET

from sessions.log.events.fields import Later
from sessions.models import Backing, ChatSession, Question, Standing, SupportTree
from sessions.platform.text.commitments import base64url
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.tree import hash_of_leaf, inclusion_proof, root_hash, split_hashes, tree_levels

KEY_BYTES = 32


class SupportProof(NamedTuple):
    """A proof that a leaf is in a tree: its place, from 0, and the sibling hashes on the way up to the root."""

    tree: SupportTree
    place: int
    path: list[bytes]


def new_support_secret() -> str:
    return secrets.token_hex(KEY_BYTES)


def support_key(chat_session: ChatSession, account_id: int) -> str:
    """What a supporter keeps, the same for all questions of the chat; blank for a chat of an older release."""
    if not chat_session.support_secret:
        return ""
    secret = bytes.fromhex(chat_session.support_secret)
    return base64url(hmac.digest(secret, str(account_id).encode(), hashlib.sha256))


def support_leaf(question_id: UUID | str, key: str) -> bytes:
    """The hash of RFC 9162 over the RFC 8785 form of {"question", "supporter"}: both are ASCII without signs to escape.

    Written out, because a full chat has tens of thousands of them when it closes.
    """
    return hash_of_leaf(f'{{"question":"{question_id}","supporter":"{key}"}}'.encode())


def commit_support(chat_session: ChatSession, question: Question) -> Later[str]:
    """Save the tree of a question that is taken, and answer its root; nothing where nobody's support counts."""
    if not question.backing:
        return UNSET
    return _commit(chat_session, Backing.objects.filter(question=question)).get(str(question.pk), UNSET)


def commit_all_support(chat_session: ChatSession, public: Collection[UUID]) -> dict[str, str]:
    """Save the trees of all these questions of a chat that closes, and return their roots by question id.

    public: the ids of the questions whose support the log tells.
    """
    backings = Backing.objects.filter(question__chat_session=chat_session)
    return _commit(chat_session, backings.filter(question__in=public))


def find_proof(question: Question, leaf: bytes) -> SupportProof | None:
    """Prove a leaf in the newest tree of the question; None where the leaf is not in it."""
    tree = question.support_trees.last()
    leaves = leaves_of_support(tree) if tree is not None else []
    if tree is None or leaf not in leaves:
        return None
    index = leaves.index(leaf)
    return SupportProof(tree, index, inclusion_proof(tree_levels(leaves), index))


def leaves_of_support(tree: SupportTree) -> list[bytes]:
    return split_hashes([bytes(tree.leaves)])


def _commit(chat_session: ChatSession, backings: "QuerySet[Backing, Backing]") -> dict[str, str]:
    """The roots, by question."""
    if not chat_session.support_secret:
        return {}
    counted = backings.filter(standing=Standing.COUNTED).values_list("question_id", "person_id")
    leaves: defaultdict[UUID, list[bytes]] = defaultdict(list)
    for question_id, account_id in counted:
        leaves[question_id].append(support_leaf(question_id, support_key(chat_session, account_id)))
    now = timezone.now()
    sorted_leaves = {question_id: sorted(each) for question_id, each in leaves.items()}
    SupportTree.objects.bulk_create(
        SupportTree(question_id=question_id, at=now, leaves=b"".join(each))
        for question_id, each in sorted_leaves.items()
    )
    return {str(question_id): encoded_root(root_hash(each)) for question_id, each in sorted_leaves.items()}
