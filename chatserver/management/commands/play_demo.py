"""Plays the demo's evening against a running server: residents ask, a moderator screens, the councillor answers."""

import asyncio
import signal
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from chatserver.demo.playing.play import play
from chatserver.demo.playing.sign_in_links import NothingToPlay, SignInLinks, find_sign_in_links
from chatserver.demo.playing.signing_in import NotLetIn
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.script import read_script

FASTEST = 100.0


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="base URL of the server")
        parser.add_argument("--speed", type=_speed, default=1.0, help="speed: 2 is twice as fast as people (up to 100)")
        parser.add_argument("--seed", type=int, help="seed; the same number repeats the same play")
        parser.add_argument("--once", action="store_true", help="exit when the script ends")

    def handle(self, *, base_url: str, speed: float, seed: int | None, once: bool, **options: Any) -> None:
        try:
            links = find_sign_in_links()
        except NothingToPlay as reason:
            raise CommandError(str(reason)) from None
        connection.close()
        tempo = Tempo(speed=speed, seed=seed)
        try:
            ending = asyncio.run(self.play_until_told(links, base_url=base_url.rstrip("/"), tempo=tempo, once=once))
        except NotLetIn as reason:
            raise CommandError(f"A sign-in link does not open: {reason}.") from None
        self.stdout.write(f"The play is over. {ending}")

    async def play_until_told(self, links: SignInLinks, *, base_url: str, tempo: Tempo, once: bool) -> str:
        """Play until the end, SIGTERM or SIGINT; then close every connection properly."""
        playing = asyncio.create_task(play(links, read_script(), base_url=base_url, tempo=tempo, once=once))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, playing.cancel)
        self.stdout.write("The evening in ward 95 plays itself.")
        try:
            return await playing
        except asyncio.CancelledError:
            return "It was ended from outside."


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise ArgumentTypeError(f"{text!r} is not a speed above 0 and up to {FASTEST:g}")
    return speed
