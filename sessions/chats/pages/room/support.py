"""Prove who is counted among the supporters of a question; other sites may read it (CORS)."""

import base64
import binascii
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sessions.chats.support.support_trees import SupportProof, find_proof, leaves_of_support
from sessions.log.logged_event import wire_time
from sessions.models import ChatSession, ChatSessionState, Question, SupportTree
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.tree import HASH_BYTES, root_hash


@require_safe
def support_json(request: HttpRequest, chat_session_id: UUID) -> JsonResponse:
    """`?question=` and `?leaf=`: whether the leaf, in base64, is among the question's supporters, with the proof.

    Where it is not, the answer names the question into which this one was merged. Without them, once the chat is over:
    the leaves of all its questions. 400 for what is no id or leaf, 404 for a question that is not of the chat.
    """
    chat_session = get_object_or_404(ChatSession, pk=chat_session_id)
    if not request.GET:
        return _all_leaves(chat_session)
    try:
        question_id, leaf = UUID(request.GET.get("question", "")), _read_leaf(request.GET.get("leaf", ""))
    except ValueError:
        return _error("question is an id, leaf a hash in base64.", status=400)
    question = get_object_or_404(Question, pk=question_id, chat_session=chat_session)
    proof = find_proof(question, leaf)
    return _answer(_told(proof)) if proof is not None else _not_among(question)


def _not_among(question: Question) -> JsonResponse:
    into = {} if question.merged_into_id is None else {"merged_into": str(question.merged_into_id)}
    return _answer({"counted": False} | into)


def _told(proof: SupportProof) -> dict[str, Any]:
    """The proof in the form of the contract (chatserver/docs/record-proof.md)."""
    leaves = leaves_of_support(proof.tree)
    return _head(proof.tree, leaves) | {
        "counted": True,
        "question": str(proof.tree.question_id),
        "size": len(leaves),
        "index": proof.place,
        "path": [encoded_root(step) for step in proof.path],
    }


def _all_leaves(chat_session: ChatSession) -> JsonResponse:
    if chat_session.state not in (ChatSessionState.CLOSED, ChatSessionState.SEALED):
        return _error("The leaves are published when the chat is over.", status=404)
    questions: dict[str, list[dict[str, Any]]] = {}
    for tree in SupportTree.objects.filter(question__chat_session=chat_session):
        leaves = leaves_of_support(tree)
        told = _head(tree, leaves) | {"leaves": [encoded_root(each) for each in leaves]}
        questions.setdefault(str(tree.question_id), []).append(told)
    return _answer({"chat_session": str(chat_session.pk), "questions": questions})


def _head(tree: SupportTree, leaves: list[bytes]) -> dict[str, Any]:
    return {"at": wire_time(tree.at), "root": encoded_root(root_hash(leaves))}


def _read_leaf(written: str) -> bytes:
    """Raises ValueError."""
    try:
        leaf = base64.b64decode(written, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if len(leaf) != HASH_BYTES:
        raise ValueError("a hash of SHA-256 has 32 bytes")
    return leaf


def _error(sentence: str, *, status: int) -> JsonResponse:
    return _answer({"error": sentence}, status=status)


def _answer(told: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Access-Control-Allow-Origin": "*"})
