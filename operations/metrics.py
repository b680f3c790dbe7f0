"""What is measured, for Prometheus: requests and tasks as they happen, the rest when somebody asks.

Several processes measure into one folder (`PROMETHEUS_MULTIPROC_DIR`, set by the settings); each names its files after
its host too, for containers number their processes alike.
"""

import os
import socket
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MULTIPLE = FOLDER in os.environ
if MULTIPLE:
    values.ValueClass = values.MultiProcessValue(  # type: ignore[no-untyped-call]
        lambda: f"{socket.gethostname()}-{os.getpid()}"
    )

REGISTRY = CollectorRegistry()
REQUESTS = Counter("sangkien_requests", "Requests answered", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram("sangkien_request_seconds", "Seconds to the answer", ["route"], registry=REGISTRY)
TASKS = Counter("sangkien_tasks", "Tasks carried out", ["task", "state"], registry=REGISTRY)
TASK_SECONDS = Histogram("sangkien_task_seconds", "Seconds of a task", ["task"], registry=REGISTRY)


class Figures:
    """What the database says at this moment."""

    def collect(self) -> Iterator[Any]:
        """One family a name."""
        from operations.queries import figures

        families: dict[str, GaugeMetricFamily] = {}
        for name, about, labels, value in figures():
            if name not in families:
                families[name] = GaugeMetricFamily(f"sangkien_{name}", about, labels=list(labels))
            families[name].add_metric(list(labels.values()), value)
        yield from families.values()


def exposition() -> bytes:
    """All measures in Prometheus' text format."""
    asked = CollectorRegistry()
    asked.register(Figures())
    if MULTIPLE:
        MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        return generate_latest(asked)
    return generate_latest(REGISTRY) + generate_latest(asked)
