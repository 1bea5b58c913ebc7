"""What is kept of a list has another name once anything in it may differ, and leaves the disk with the words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.matters.public.figures import figures_by_ward
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.matter_map import matter_map
from sessions.matters.public.state import state_of_matters
from sessions.models import Borough, Office
from sessions.platform.exports.kept_files import ListFile, discard_mark, keep_list, list_folder
from sessions.promises.public.export import state_of_promises
from tests.factories.matters import WardOffice

pytestmark = pytest.mark.row("threat", 67)


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> ListFile:
    settings.DATA_DIR = tmp_path
    file = ListFile("matters", "csv", "", "some state")
    keep_list(file, ["The drain overflows.\n"])
    return file


@pytest.mark.parametrize("step", ["take_down", "withdraw"])
def test_a_complaint_that_is_no_longer_public_leaves_the_disk_with_its_commit(
    office: WardOffice, kept: ListFile, step: str, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    matter, mark = office.publish(), discard_mark()
    assert kept.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        office.step(matter, step)
    assert not [*list_folder().glob("*.*.*")]
    assert discard_mark() != mark  # a process that has read it before deletes what it has written


def test_names_in_the_files_belong_to_the_state(office: WardOffice) -> None:
    today = timezone.localdate()

    def states() -> tuple[object, object]:
        return state_of_matters(today), state_of_promises(today)

    borough = Borough.objects.create(code="Z", names={"en": "Z"})
    office.ward.borough = borough
    office.ward.save()
    first = states()
    Borough.objects.filter(pk=borough.pk).update(code="Y")
    second = states()
    assert first[0] != second[0]
    assert first[1] != second[1]
    held = Office.objects.filter(ward=office.ward)
    assert held.update(names={"en": "Another holder"}) > 0
    assert states()[1] != second[1]


def test_the_map_and_the_figures_are_read_once_for_a_state_and_never_older(
    office: WardOffice, django_assert_num_queries: Callable[[int], Any]
) -> None:
    today = timezone.localdate()
    of_state, of_the_map = 6, 1

    def shown() -> tuple[list[str], int]:
        drawn = matter_map(MatterFilter(), at=None, zoom=0, today=today)
        complaints = figures_by_ward(today)["complaint"]
        return [dot.number for dot in drawn.dots], sum(each.open for each in complaints.values())

    first = office.publish()
    assert shown() == ([first.number], 1)
    with django_assert_num_queries(2 * of_state + of_the_map):
        assert shown() == ([first.number], 1)
    office.step(first, "take_down")
    assert shown() == ([], 0)


def test_the_pages_show_at_once_what_was_published(office: WardOffice, client: Client) -> None:
    assert client.get("/matters/map/").status_code == 200
    number = office.publish().number
    assert number in client.get("/matters/map/").content.decode()
