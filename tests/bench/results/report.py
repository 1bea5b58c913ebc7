"""The file of a run: JSON with every figure, the goals and the machine."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.machine import CORES
from tests.bench.options import Options
from tests.bench.results.figures import Row
from tests.bench.results.goals import Verdict


def write_report(path: Path, rows: Sequence[Row], verdicts: Sequence[Verdict], options: Options) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {
        "machine": _machine(),
        "options": asdict(options),
        "rows": [asdict(row) for row in rows],
        "goals": [asdict(verdict) | {"is_met": verdict.is_met} for verdict in verdicts],
    }
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    return {
        "cores": len(CORES),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()
