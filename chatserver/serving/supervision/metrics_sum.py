"""Sums the metrics of several processes into one text, in which no counter falls when a process ends; pure.

Counters and histograms are summed, those of ended processes included; of a gauge the sum, the least or the greatest of
the processes that answered counts (chatserver/monitoring/metrics.py says which).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import override

from prometheus_client import Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from chatserver.monitoring.metrics import GREATEST_OF_ALL, LEAST_OF_ALL

COUNTED = {"counter", "histogram"}
CREATED = "_created"
"""When a counter began: a gauge in this format."""

type SampleKey = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Family:
    """The samples of one metric, by name and labels, in their order."""

    kind: str
    words: str
    samples: dict[SampleKey, float] = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        return self.kind in COUNTED


type Families = dict[str, Family]


class MetricsSum:
    """Sums metrics. Not thread-safe. Processes are told apart by a number that no two of them ever have."""

    def __init__(self) -> None:
        self._last: dict[int, Families] = {}
        self._ended: Families = {}

    def note(self, process: int, text: str) -> None:
        """What a process counts now."""
        self._last[process] = _read(text)

    def end(self, process: int) -> None:
        """Note that a process has ended: the counters that it last reported stay in the sum."""
        _add(self._ended, {name: each for name, each in self._last.pop(process, {}).items() if each.is_counted})

    def total(self, answered: Collection[int]) -> bytes:
        """The sum, in the text format. answered: the processes whose gauges are of now."""
        summed: Families = {}
        _add(summed, self._ended)
        for process, families in self._last.items():
            is_of_now = process in answered
            _add(summed, {name: each for name, each in families.items() if is_of_now or each.is_counted})
        return generate_latest(_Written(summed))


def _read(text: str) -> Families:
    families: Families = {}
    for metric in text_string_to_metric_families(text):
        family = families.setdefault(metric.name, Family(metric.type, metric.documentation))
        for sample in metric.samples:
            family.samples[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return families


def _add(summed: Families, families: Mapping[str, Family]) -> None:
    for name, family in families.items():
        into, join = summed.setdefault(name, Family(family.kind, family.words)).samples, _way_of(name)
        for key, value in family.samples.items():
            into[key] = join((into[key], value)) if key in into else value


def _way_of(name: str) -> Callable[[Iterable[float]], float]:
    if name in LEAST_OF_ALL or name.endswith(CREATED):
        return min
    return max if name in GREATEST_OF_ALL else sum


@dataclass(frozen=True)
class _Written(Collector):
    families: Families

    @override
    def collect(self) -> Iterator[Metric]:
        for name, family in self.families.items():
            metric = Metric(name, family.words, family.kind)
            for (sample, labels), value in family.samples.items():
                metric.add_sample(sample, dict(labels), value)
            yield metric
