"""People who lodge complaints with photographs while a chat is live, each by the pages that a browser would show."""

import asyncio
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from uuid import uuid4

import httpx

from tests.bench.load.worker import Tell
from tests.bench.lodging.photos import photo_of_camera, scaled_photo

GENTLER = 10
"""The nice(1) value of this process: it shares its cores with the residents, who are measured."""

NEW = "/matters/new/"
CATEGORY = "drains"
STREETS = ("Lane", "Road", "Bazar", "Colony")
TROUBLES = (
    "The drain overflows",
    "The cover of the gully pit is broken",
    "Lodgings water has stood in the street for days",
)
MOST_PHOTOS = 3
WITHOUT_SCRIPTS = 0.25
"""The share of those whose phone sends the photos as its camera made them."""

ANSWERED_WITHIN_S = 60.0
VARIANTS = 4
"""Different photos of each size: what a server stores under the name of its content is stored for each of them."""


@dataclass
class Lodgings:
    """took_s: from the first page to the receipt, of each that was lodged; refusals: the other answers, by status, or
    the name of the error that ended a connection."""

    took_s: list[float] = field(default_factory=list)
    photos: int = 0
    refusals: Counter[str] = field(default_factory=Counter)


class Complainants:
    """Each complains once: a person may lodge few a day."""

    def __init__(self, process: int, tell: Tell) -> None:
        os.nice(GENTLER)
        self._chance = random.Random(process)
        self._scaled = [scaled_photo(self._chance) for _each in range(VARIANTS)]
        self._of_camera = [photo_of_camera(self._chance) for _each in range(VARIANTS)]
        self._base_url, self._ward = "", 0
        self._cookies: Iterator[str] = iter(())

    async def settle(self, base_url: str, ward: int, cookies: Sequence[str]) -> None:
        """Who they are, by their session cookies."""
        self._base_url, self._ward, self._cookies = base_url, ward, iter(cookies)

    async def complain(self, per_hour: float, seconds: float) -> Lodgings:
        """At an even pace for so many seconds; ends once the last one has its answer."""
        lodgings, began = Lodgings(), time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(max(1, round(per_hour * seconds / 3600))):
                await asyncio.sleep(max(0.0, began + number * 3600 / per_hour - time.monotonic()))
                group.create_task(self._try(next(self._cookies), lodgings))
        return lodgings

    async def leave(self) -> None:
        """Nothing is left open between two complaints."""

    async def _try(self, cookie: str, lodgings: Lodgings) -> None:
        try:
            await self._lodge(cookie, lodgings)
        except httpx.TransportError as error:
            lodgings.refusals[type(error).__name__] += 1

    async def _lodge(self, cookie: str, lodgings: Lodgings) -> None:
        """The empty form, the filled one, what the page shows once more, and the receipt."""
        began, token = time.monotonic(), uuid4().hex
        cookies = {"sessionid": cookie, "csrftoken": token}
        async with httpx.AsyncClient(
            base_url=self._base_url, cookies=cookies, headers={"Origin": self._base_url}, timeout=ANSWERED_WITHIN_S
        ) as client:
            await client.get(NEW)
            fields = self._fields(token)
            photos = self._photos()
            alts = ["The place, seen from the road"] * len(photos)
            answer = await client.post(NEW, data=fields | {"do": "look", "alt": alts}, files=photos)
            if answer.status_code == httpx.codes.OK:
                answer = await client.post(NEW, data=fields | {"do": "send"} | _kept(answer.text))
            if answer.status_code != httpx.codes.FOUND:
                lodgings.refusals[f"{answer.status_code}"] += 1
                return
            await client.get(answer.headers["Location"])
        lodgings.photos += len(photos)
        lodgings.took_s.append(time.monotonic() - began)

    def _fields(self, token: str) -> dict[str, str | list[str]]:
        place = f"{self._chance.choice(STREETS)} {self._chance.randrange(10_000)}"
        return {
            "csrfmiddlewaretoken": token,
            "kind": "complaint",
            "category": CATEGORY,
            "ward": str(self._ward),
            "text": f"{self._chance.choice(TROUBLES)} in {place}; since yesterday nobody can get through.",
            "ref": str(uuid4()),
            "place_landmark": place,
        }

    def _photos(self) -> list[tuple[str, tuple[str, bytes, str]]]:
        """Three of a camera would be more than one form may hold."""
        if self._chance.random() < WITHOUT_SCRIPTS:
            chosen = [self._chance.choice(self._of_camera)]
        else:
            chosen = self._chance.sample(self._scaled, self._chance.randint(1, MOST_PHOTOS))
        return [("photos", (f"{number}.jpg", file, "image/jpeg")) for number, file in enumerate(chosen)]


def _kept(page: str) -> dict[str, list[str]]:
    """The references of the photos in the form that was shown again, and what each shows."""
    references = [unescape(found) for found in re.findall(r'name="kept_photo" value="([^"]*)"', page)]
    alts = [unescape(found) for found in re.findall(r'name="kept_alt" value="([^"]*)"', page)]
    return {"kept_photo": references, "kept_alt": alts or [""] * len(references)}
