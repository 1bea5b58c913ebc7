"""What a process counts of its own work, for the programs of operators; names nobody.

In the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). Each process counts for
itself: what it can only be asked for is added in chatserver/readiness/gauges.py. Where several workers serve, their
supervisor sums them (chatserver/serving/supervision/metrics_sum.py).
"""

from itertools import product

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

LEAST_OF_ALL = {
    *("chat_ready", "chat_check", "chat_disk_free_bytes"),
    *("process_start_time_seconds", "process_max_fds"),
}
"""Gauges of which the least of all processes counts, as for a check that one of them fails."""

GREATEST_OF_ALL = {
    *("chat_sealing_lag_seconds", "chat_sealing_stopped", "chat_outbox_messages", "chat_outbox_oldest_seconds"),
    *("chat_messages_failed_in_a_row", "chat_last_tick_age_seconds", "chat_build_info"),
}
"""Gauges of which the greatest counts, as for what each process sees of the same. All others are summed."""

COMMAND_SECONDS = Histogram(
    "chat_command_seconds",
    "From the arrival of a command to its reply, by the kind of the reply.",
    ["reply"],
    buckets=(0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
"""The bounds hold those that we promise: 150 ms for one command, a second for a city."""

ACK_SECONDS, NACK_SECONDS = COMMAND_SECONDS.labels("ack"), COMMAND_SECONDS.labels("nack")
UNANSWERED_SECONDS = COMMAND_SECONDS.labels("none")
"""Seconds until the caller stopped waiting."""

MESSAGES = Counter(
    "chat_messages",
    "Codes and reminders that were handed to the gateway for SMS or to the mail server: sent; failed, surely not sent; "
    "unsure, perhaps sent.",
    ["channel", "purpose", "outcome"],
    registry=REGISTRY,
)
for _labels in product(("sms", "email"), ("code", "reminder"), ("sent", "failed", "unsure")):
    MESSAGES.labels(*_labels)  # told as 0 before the first one: a rate needs that

WORKER_RESTARTS = Counter(
    "chat_worker_restarts",
    "Workers that ended without being told to, or hung and were ended, and were replaced.",
    registry=REGISTRY,
)

BUSY_COMMANDS = Counter(
    "chat_commands_busy",
    "Commands that were sent back at once: too many waited, or the process ends.",
    registry=REGISTRY,
)
