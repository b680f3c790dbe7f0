"""Elasticsearch: the bare server of its makers' own tests, fetched by Maven into a cache, run on Java 21 or later."""

import http.client
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.services.process import UNPRIVILEGED, Service, Unavailable, free_port, own_folder

VERSION = "9.5.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 21
HEAP = "512m"
BRIEFLY = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"
"""Options of Java for servers that live for minutes: compile and collect with little ado."""
CONFIG = """\
cluster.name: sangkien
node.name: {name}
{discovery}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
ALONE = "discovery.type: single-node"


def cache() -> Path:
    """Where fetched servers are kept. Root's lies outside its home, where no other user may look."""
    if os.geteuid() == 0 and "XDG_CACHE_HOME" not in os.environ:
        return Path("/var/cache/sangkien")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sangkien"


def home() -> Path:
    """Where the server lies once it is fetched."""
    return cache() / f"elasticsearch-{VERSION}"


def java_home() -> Path | None:
    """The oldest Java that will do, among JAVA_HOME and the usual folder of JVMs."""
    places = [Path(os.environ.get("JAVA_HOME") or "/nowhere"), *Path("/usr/lib/jvm").glob("*")]
    found = {place: _java_version(place) for place in places if (place / "bin/java").exists()}
    able = [place for place, version in found.items() if version >= OLDEST_JAVA]
    return min(able, key=lambda place: (found[place], str(place)), default=None)


def _java_version(place: Path) -> int:
    """The major version that the JVM's `release` file states; 0 when it states none."""
    release = place / "release"
    stated = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.exists() else None
    return int(stated[1]) if stated else 0


def missing() -> str | None:
    """Why it cannot be had here, or None."""
    if java_home() is None:
        return f"no Java of {OLDEST_JAVA} or later under /usr/lib/jvm (apt-get install openjdk-21-jre-headless)"
    if not home().exists() and shutil.which("mvn") is None:
        return "Maven is not installed, which fetches Elasticsearch (apt-get install maven)"
    return None


def fetch() -> Path:
    """The server's folder, fetched if it is not there yet. Raises Unavailable with Maven's words."""
    if home().exists():
        return home()
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="fetching-") as folder:
        command = ["mvn", "-q", "-B", "dependency:unpack", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        unpacked = Path(folder) / home().name
        if done.returncode or not unpacked.exists():
            raise Unavailable(f"Maven could not fetch {ARTIFACT}: {(done.stdout + done.stderr).strip()[-800:]}")
        unpacked.rename(home())
    return home()


def launch() -> Service:
    """Start a single node, with what ES_JAVA_OPTS adds; `ready` says when it serves."""
    folder, port = own_folder("elasticsearch"), free_port()
    configure(folder, name="one", discovery=ALONE, http=port, transport=free_port())
    added = os.environ.get("ES_JAVA_OPTS", "")
    return run_node(folder, port, f"-Xms{HEAP} -Xmx{HEAP} -XX:-AlwaysPreTouch {added}")


def run_node(folder: Path, port: int, options: str) -> Service:
    """Start the node that is configured in the folder, which may hold its data from before."""
    reason, java = missing(), java_home()
    if reason or java is None:
        raise Unavailable(str(reason))
    environment = {
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_OPTS": options,
    }
    return Service.launch(
        "Elasticsearch", f"http://127.0.0.1:{port}", port, folder, [fetch() / "bin/elasticsearch"], environment
    )


def configure(folder: Path, **told: str | int) -> None:
    """Write a node's settings into its folder. Raises Unavailable."""
    if reason := missing():
        raise Unavailable(reason)
    shutil.copytree(fetch() / "config", folder / "config")
    (folder / "config/elasticsearch.yml").write_text(CONFIG.format(folder=folder, **told))
    (folder / "tmp").mkdir()
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, UNPRIVILEGED)


def ready(service: Service) -> Service:
    """Wait until the cluster is healthy."""
    return service.wait(lambda: healthy(service.port), seconds=120)


def healthy(port: int, wanted: str = "wait_for_status=yellow") -> bool:
    """The root page of the bare server answers 405, so health is asked of the cluster."""
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", f"/_cluster/health?{wanted}&timeout=4s")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def start() -> Service:
    """A server that serves. Raises Unavailable with the reason."""
    return ready(launch())
