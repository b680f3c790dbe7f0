"""Three Elasticsearch nodes that make one cluster, for tests of what happens when some of them fail.

Started side by side with small heaps, by tests that need them alone. A node that was killed keeps its folder and comes
back on its ports with its data.
"""

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.services import elasticsearch
from tools.services.process import Service, free_port, own_folder

NAMES = ("one", "two", "three")
OPTIONS = f"-Xms400m -Xmx400m -XX:-AlwaysPreTouch {elasticsearch.BRIEFLY}"
SECONDS = 180
DISCOVERY = """\
discovery.seed_hosts: [{seeds}]
cluster.initial_master_nodes: [{names}]
node.processors: 2
cluster.routing.allocation.node_concurrent_recoveries: 8"""


@dataclass(slots=True)
class Node:
    """A node's folder and ports, and its process while it runs."""

    name: str
    folder: Path
    http: int
    transport: int
    running: Service | None = None

    def launch(self) -> None:
        """Start it; `Cluster.wait` says when it has joined."""
        self.running = elasticsearch.run_node(self.folder, self.http, OPTIONS)

    def wait(self, wanted: str) -> None:
        """Return once the cluster, as this node sees it, has what is wanted. Raises Unavailable."""
        if self.running:
            self.running.wait(lambda: elasticsearch.healthy(self.http, wanted), SECONDS)

    def kill(self) -> None:
        """End it at once, as a lost machine would. Its data stays."""
        if service := self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(service.process.pid, signal.SIGKILL)
            service.process.wait()
            self.running = None


@dataclass(slots=True)
class Cluster:
    """Some nodes; `url` names all of them as SEARCH_URL does."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Every node's address, divided by commas."""
        return ",".join(f"http://127.0.0.1:{node.http}" for node in self.nodes)

    @property
    def alive(self) -> list[Node]:
        """The nodes that run."""
        return [node for node in self.nodes if node.running]

    def wait(self) -> None:
        """Return once the nodes that run have found each other and every copy that they can hold is in place.

        Raises: Unavailable.
        """
        wanted = f"wait_for_nodes={len(self.alive)}&wait_for_status={'green' if len(self.alive) > 1 else 'yellow'}"
        for node in self.alive:
            node.wait(wanted)

    def revive(self, *names: str) -> None:
        """Start these again that were killed, and wait for them."""
        for node in self.nodes:
            if node.name in names and node.running is None:
                node.launch()
        self.wait()

    def stop(self) -> None:
        """End all, and remove their folders."""
        for node in self.nodes:
            node.kill()
            shutil.rmtree(node.folder, ignore_errors=True)


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Three nodes that serve, gone afterwards. Raises Unavailable with the reason."""
    made = Cluster([Node(name, own_folder(f"es-{name}"), free_port(), free_port()) for name in NAMES])
    seeds = ", ".join(f'"127.0.0.1:{node.transport}"' for node in made.nodes)
    discovery = DISCOVERY.format(seeds=seeds, names=", ".join(NAMES))
    try:
        for node in made.nodes:
            elasticsearch.configure(
                node.folder, name=node.name, discovery=discovery, http=node.http, transport=node.transport
            )
            node.launch()
        made.wait()
        yield made
    finally:
        made.stop()
