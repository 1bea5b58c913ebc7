"""Evenings of the bench are such as the product could have published: its pages show them."""

from itertools import islice

import pytest
from django.test import Client

from sessions.models import Ward
from sessions.record.figures.keeping import read_figures
from tests.bench.search.corpus import evenings, vocabulary
from tests.bench.search.filling import fill


@pytest.mark.costly
@pytest.mark.django_db
def test_the_figures_count_each_evening_in_its_ward(client: Client) -> None:
    fill(islice(evenings(vocabulary(500), 3), 3))
    assert [each.ward for each in read_figures()] == [
        *Ward.objects.order_by("number").values_list("number", flat=True)[:3]
    ]
    assert client.get("/figures/").status_code == 200
