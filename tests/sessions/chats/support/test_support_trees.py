"""Each supporter can prove that they are counted, and nobody learns who the others are."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chatserver.live.commands.shared_operations import SHARED_OPERATIONS
from chatserver.live.wire.ops import BackQuestion
from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from sessions.chats.support.support_trees import support_key, support_leaf
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Backing, ChatSession, Question, Record, SupportTree
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.verifier import verify
from tests.factories.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=6)


def supported(evening: Evening, *supporters: int) -> Question:
    question = evening.queue("When will the drain be cleaned?")
    for each in supporters:
        back_question(evening.chat_session, question.pk, person=evening.residents[each], on=True)
    return question


def taken(evening: Evening) -> dict[str, Any]:
    return next(each for each in evening.public_events() if each["type"] == "question.taken")


def proof_of(client: Client, evening: Evening, question: Question, resident: int) -> Any:
    chat_session = ChatSession.objects.get(pk=evening.chat_session.pk)
    leaf = support_leaf(question.pk, support_key(chat_session, evening.residents[resident].pk))
    wanted = {"question": str(question.pk), "leaf": base64.b64encode(leaf).decode()}
    answer = client.get(f"/chat/{chat_session.pk}/support.json", wanted)
    return leaf, answer


def holds(leaf: bytes, told: dict[str, Any]) -> bool:
    """By the verifier, whose arithmetic is its own."""
    path, root = [base64.b64decode(each) for each in told["path"]], base64.b64decode(told["root"])
    return verify.is_included(leaf, told["index"], path, told["size"], root)


def test_each_supporter_proves_that_theirs_is_counted(evening: Evening, client: Client) -> None:
    question = supported(evening, 1, 2, 3)
    evening.take(question)
    assert taken(evening)["backing"] == 3
    for resident in (1, 2, 3):
        leaf, answer = proof_of(client, evening, question, resident)
        told = answer.json()
        assert (told["size"], told["root"], told["question"]) == (3, taken(evening)["support_root"], str(question.pk))
        assert holds(leaf, told)
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert proof_of(client, evening, question, 4)[1].json() == {"counted": False}


def test_a_row_that_somebody_deleted_is_missed_by_its_owner(evening: Evening, client: Client) -> None:
    question = supported(evening, 1, 2, 3)
    Backing.objects.filter(question=question, person=evening.residents[2]).delete()
    Question.objects.filter(pk=question.pk).update(backing=2)
    evening.take(question)
    assert proof_of(client, evening, question, 2)[1].json() == {"counted": False}
    assert proof_of(client, evening, question, 1)[1].json()["counted"] is True


def test_at_the_close_each_question_with_support_has_its_root(evening: Evening, client: Client) -> None:
    question, alone = supported(evening, 1, 2), evening.queue("Lights?", by=4)
    close_chat_session(evening.chat_session, by="clerk")
    closed = evening.public_events()[-1]
    assert closed["backing"] == {str(question.pk): 2, str(alone.pk): 0}
    assert closed["support_roots"].keys() == {str(question.pk)}
    leaf, answer = proof_of(client, evening, question, 2)
    assert answer.json()["root"] == closed["support_roots"][str(question.pk)]
    assert holds(leaf, answer.json())


def test_merged_support_is_found_where_it_went(evening: Evening, client: Client) -> None:
    question, into = supported(evening, 1, 2), evening.queue("Drains, please?", by=3)
    merge_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, into=into.pk
    )
    evening.take(into)
    assert proof_of(client, evening, question, 1)[1].json() == {"counted": False, "merged_into": str(into.pk)}
    leaf, answer = proof_of(client, evening, into, 1)
    assert holds(leaf, answer.json())


def test_support_that_does_not_count_is_not_in_the_tree(evening: Evening, client: Client) -> None:
    question = supported(evening, 1, 2)
    Backing.objects.filter(question=question, person=evening.residents[2]).update(standing="held")
    Question.objects.filter(pk=question.pk).update(backing=1, backing_held=1)
    evening.take(question)
    assert proof_of(client, evening, question, 1)[1].json()["size"] == 1
    assert proof_of(client, evening, question, 2)[1].json() == {"counted": False}


def test_the_leaves_stand_in_their_own_order_and_tell_nobody_who(evening: Evening, client: Client) -> None:
    question = supported(evening, 5, 1, 4, 2)
    evening.take(question)
    address = f"/chat/{evening.chat_session.pk}/support.json"
    assert client.get(address).status_code == 404, "only once the chat is over"
    close_chat_session(evening.chat_session, by="clerk")
    for tree in client.get(address).json()["questions"][str(question.pk)]:
        leaves = [base64.b64decode(each) for each in tree["leaves"]]
        assert leaves == sorted(leaves)
        assert len(leaves) == 4


@pytest.mark.parametrize(
    "query",
    ["question=x&leaf=x", "question=&leaf=", "leaf=AAAA", "question=00000000-0000-4000-8000-000000000000&leaf=AA=="],
)
def test_what_is_no_leaf_is_refused(query: str, evening: Evening, client: Client) -> None:
    assert client.get(f"/chat/{evening.chat_session.pk}/support.json?{query}").status_code == 400


def test_the_ack_of_support_brings_the_key_and_of_its_end_none(evening: Evening) -> None:
    question, supporter = evening.queue("When will the drain be cleaned?"), evening.residents[1]

    def answer_to(*, on: bool) -> Any:
        chat_session = lock_chat_session(evening.chat_session.pk)
        return SHARED_OPERATIONS["question.back"](
            [(chat_session, supporter, BackQuestion(question=question.pk, on=on))]
        )

    [given] = answer_to(on=True)
    assert given["support_key"] == support_key(ChatSession.objects.get(), supporter.pk)
    assert answer_to(on=True) == [given], "repeating it tells the same"
    [ended] = answer_to(on=False)
    assert "support_key" not in ended


class Closed:
    """A record of an evening with support, and its leaves, as files."""

    def __init__(self, evening: Evening, client: Client, folder: Path) -> None:
        self.question = supported(evening, 1, 2, 3)
        evening.take(self.question)
        close_chat_session(evening.chat_session, by="clerk")
        self.file, self.support = folder / "record.json", folder / "support.json"
        self.file.write_bytes(json_form(Record.objects.get().document))
        self.support.write_bytes(client.get(f"/chat/{evening.chat_session.pk}/support.json").content)

    def verdict(self, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
        code = verify.main([str(self.file), "--support", str(self.support)])
        return code, capsys.readouterr().err

    def change(self, path: Path, act: Any) -> None:
        document = json.loads(path.read_bytes())
        act(document)
        path.write_bytes(json_form(document) if path == self.file else json.dumps(document).encode())


@pytest.fixture
def closed(evening: Evening, client: Client, tmp_path: Path) -> Closed:
    return Closed(evening, client, tmp_path)


def test_anybody_counts_the_leaves_again(closed: Closed, capsys: pytest.CaptureFixture[str]) -> None:
    assert closed.verdict(capsys)[0] == verify.DRAFT


def test_a_leaf_that_is_kept_back_is_missed(closed: Closed, capsys: pytest.CaptureFixture[str]) -> None:
    def keep_back(document: dict[str, Any]) -> None:
        del document["questions"][str(closed.question.pk)][0]["leaves"][0]

    closed.change(closed.support, keep_back)
    code, said = closed.verdict(capsys)
    assert (code, "supporters are not published, or are others" in said) == (verify.FAILED, True)


def test_a_leaf_that_stands_twice_is_no_second_supporter(
    evening: Evening, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = supported(evening, 1, 2)
    Backing.objects.filter(question=question, person=evening.residents[2]).delete()
    evening.take(question)
    close_chat_session(evening.chat_session, by="clerk")
    assert SupportTree.objects.filter(question=question).count() == 2
    file, support = tmp_path / "record.json", tmp_path / "support.json"
    file.write_bytes(json_form(Record.objects.get().document))
    support.write_bytes(client.get(f"/chat/{evening.chat_session.pk}/support.json").content)
    assert verify.main([str(file), "--support", str(support)]) == verify.FAILED
    assert "it tells of 2 supporters, and 1 leaves are published" in capsys.readouterr().err
