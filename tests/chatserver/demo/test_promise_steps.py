"""What became of the demo's promises: one is kept, says the office, and one has a new day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chatserver.demo.promise_steps import carry_on_promises
from sessions.models import PromiseState
from tests.factories.asked_promises import question_of
from tests.factories.matters import make_ward_office
from tests.factories.promises import promise_of


@pytest.mark.costly
def test_each_step_is_taken_with_the_promise_of_its_question(db: None) -> None:
    office = make_ward_office()
    asked = {key: question_of(office) for key in ("e-fish", "e-lake", "e-money")}
    due_on = timezone.localdate() + timedelta(days=30)
    promises = [promise_of(office, question=each, due_on=due_on) for each in asked.values()]
    done = carry_on_promises(asked, person=office.councillor)
    assert [(each.pk, each.state) for each in done] == [
        (promises[0].pk, PromiseState.CLAIMED_KEPT),
        (promises[1].pk, PromiseState.MADE),
    ]
    assert done[1].due_on == timezone.localdate() + timedelta(days=75)
    assert carry_on_promises({}, person=office.councillor) == []
