"""Takes the README's pictures again, from a demo that it starts for them."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chatserver.demo.pictures.scene import set_scene
from chatserver.demo.pictures.server import NotServed, served_demo
from chatserver.demo.pictures.shots import SHOTS
from chatserver.demo.script import read_script

NEEDS_PLAYWRIGHT = "Pictures need Playwright, which is there for development alone: run bin/check or bin/test once."

FOR_EVERYBODY = 0o644


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        folder = settings.BASE_DIR / ".pictures"
        parser.add_argument("--into", type=Path, default=folder, help="the folder for the pictures; .pictures")

    def handle(self, *, into: Path, **options: Any) -> None:
        try:
            # Not installed in the environment that bin/run makes.
            from chatserver.demo.pictures.taking import NoChromium
        except ImportError:
            raise CommandError(NEEDS_PLAYWRIGHT) from None
        into.mkdir(parents=True, exist_ok=True)
        try:
            with served_demo() as sheet:
                asyncio.run(self.take_all(sheet, into=into))
        except (NotServed, NoChromium) as reason:
            raise CommandError(str(reason)) from None
        for shot in SHOTS:
            (into / f"{shot.name}.png").chmod(FOR_EVERYBODY)  # other files are readable by their owner only

    async def take_all(self, sheet: dict[str, Any], *, into: Path) -> None:
        from chatserver.demo.pictures.taking import take

        await set_scene(sheet, read_script())
        with tqdm(total=len(SHOTS), desc="Pictures", unit=" pictures") as progress:
            async for file in take(SHOTS, sheet, into=into):
                progress.update()
                self.stdout.write(f"{file.name}: {file.stat().st_size // 1024} KB")
