"""A clerk keeps somebody out by the receipt of a question, and lets them in again."""

import pytest

from sessions.models import Ban
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import Desk, client_of, errors_beside, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/planning/bans/"


@pytest.fixture
def evening() -> Evening:
    return make_evening(number=95)


@pytest.fixture
def desk(evening: Evening) -> Desk:
    return Desk(client_of(evening.clerk), evening.clerk, {95: evening.ward})


def test_somebody_is_kept_out_and_let_in_again(desk: Desk, evening: Evening) -> None:
    question = evening.ask()
    room = f"/chat/{evening.chat_session.pk}/"
    resident = client_of(evening.residents[0], is_proven=False)
    assert resident.get(room).status_code == 200
    assert desk.post(PAGE, receipt=question.receipt, days="৩", reason="Threats").status_code == 302
    refused = resident.get(room)
    assert refused.status_code == 403
    assert question.receipt in desk.get(PAGE)
    assert evening.residents[0].username not in desk.get(PAGE)
    [ban] = Ban.objects.all()
    assert desk.post(PAGE, do="lift", id=str(ban.pk)).status_code == 302
    assert resident.get(room).status_code == 200
    said = words_of(desk.get("/planning/changes/"))
    assert "Somebody was banned: Ward 95" in said
    assert "A ban was lifted: Ward 95" in said


def test_a_question_of_another_wards_chat_has_no_receipt_here(desk: Desk) -> None:
    other = make_evening(number=7)
    other.ward.borough = None
    other.ward.save()
    page = desk.post(PAGE, receipt=other.ask().receipt, days="3", reason="Threats")
    assert errors_beside(page, "receipt") == ["No question of your wards has this receipt."]
    assert Ban.objects.count() == 0


def test_a_ban_of_another_ward_cannot_be_lifted(desk: Desk) -> None:
    other = make_evening(number=7)
    other.ward.borough = None
    other.ward.save()
    elsewhere = Desk(client_of(other.clerk), other.clerk, {7: other.ward})
    question = other.ask()
    assert elsewhere.client.get(PAGE).status_code == 200
    Ban.objects.create(
        person=other.residents[0],
        ward=other.ward,
        question=question,
        reason="x",
        from_at=question.asked_at,
        until_at=question.asked_at.replace(year=2099),
    )
    assert desk.client.post(PAGE, {"do": "lift", "id": Ban.objects.get().pk}).status_code == 404
