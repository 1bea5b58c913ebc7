from datetime import UTC, datetime

import time_machine

from sessions.models import Ward
from sessions.site.feeds.window import dates_of
from tests.factories.evening import make_ward


def test_the_feeds_hold_a_year_back_and_all_that_lies_ahead(ward: Ward):
    assert len(dates_of([ward])) == 3
    with time_machine.travel(datetime(2028, 1, 3, tzinfo=UTC)):
        assert [occasion.day.month for occasion in dates_of(None)] == [2, 3]
    assert dates_of([make_ward(96)]) == []
