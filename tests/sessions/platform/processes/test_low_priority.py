"""A child process at a low priority is so before it loads anything of its own."""

import os
import subprocess
from pathlib import Path

from django.conf import settings

from sessions.platform.processes.low_priority import command_at_low_priority

LOADED = "import os, sys; sys.stdout.write(f'{os.nice(0)} {__name__} {len(sys.argv)};')\n"


def test_what_a_module_imports_is_loaded_at_the_low_priority(tmp_path: Path) -> None:
    (tmp_path / "imported.py").write_text(LOADED)
    (tmp_path / "begun.py").write_text(f"import imported\n{LOADED}")
    done = subprocess.run(
        command_at_low_priority(3, "begun"),
        env={"PYTHONPATH": f"{settings.BASE_DIR}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    low = min(os.nice(0) + 3, 19)
    assert done.stdout == f"{low} imported 1;{low} __main__ 1;"
