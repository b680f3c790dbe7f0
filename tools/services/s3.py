"""S3-compatible storage: S3Proxy over a folder, fetched by Maven into a cache. It checks signatures as S3 does."""

import http.client
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.services.elasticsearch import cache, java_home
from tools.services.process import Service, Unavailable, free_port, own_folder

VERSION = "3.0.0"
ARTIFACT = f"org.gaul:s3proxy:{VERSION}:jar:jar-with-dependencies"
BUCKET, KEY = "sangkien", "sangkien"
OPTIONS = ("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
# Tests move the clock, and a signature is refused whose hour is another.
CONFIG = """\
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.authorization=aws-v4
s3proxy.identity={key}
s3proxy.credential={secret}
s3proxy.maximum-timeskew=2000000000
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir={folder}/buckets
"""


def program() -> Path:
    """Where the server lies once it is fetched."""
    return cache() / f"s3proxy-{VERSION}-jar-with-dependencies.jar"


def missing() -> str | None:
    """Why it cannot be had here, or None."""
    if java_home() is None:
        return "no Java under /usr/lib/jvm for the storage of files (apt-get install openjdk-21-jre-headless)"
    if not program().exists() and shutil.which("mvn") is None:
        return "Maven is not installed, which fetches S3Proxy (apt-get install maven)"
    return None


def fetch() -> Path:
    """The server, fetched if it is not there yet. Raises Unavailable with Maven's words."""
    if program().exists():
        return program()
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix="fetching-") as folder:
        command = [
            "mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}",
        ]  # fmt: skip
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        fetched = Path(folder) / program().name
        if done.returncode or not fetched.exists():
            raise Unavailable(f"Maven could not fetch {ARTIFACT}: {(done.stdout + done.stderr).strip()[-800:]}")
        fetched.chmod(0o644)
        fetched.rename(program())
    return program()


def launch() -> Service:
    """Start the server on an empty bucket; `ready` says when it serves."""
    reason, java = missing(), java_home()
    if reason or java is None:
        raise Unavailable(str(reason))
    folder, port, secret = own_folder("s3"), free_port(), secrets.token_urlsafe(24)
    (folder / "buckets" / BUCKET).mkdir(parents=True)
    (folder / "buckets" / BUCKET).chmod(0o700)  # what others may read in the folder, anybody may read over S3
    (folder / "s3proxy.conf").write_text(CONFIG.format(port=port, key=KEY, secret=secret, folder=folder))
    if folder.owner() != Path.home().owner():
        for path in folder.rglob("*"):
            shutil.chown(path, folder.owner())
    command: list[str | Path] = [
        java / "bin/java", *OPTIONS, "-jar", fetch(), "--properties", folder / "s3proxy.conf",
    ]  # fmt: skip
    url = f"s3+http://{KEY}:{secret}@127.0.0.1:{port}/{BUCKET}"
    return Service.launch("S3 storage", url, port, folder, command)


def ready(service: Service) -> Service:
    """Wait until it refuses who has no key."""
    return service.wait(lambda: _refuses(service.port), seconds=60)


def _refuses(port: int) -> bool:
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        line.request("GET", f"/{BUCKET}")
        return line.getresponse().status == http.HTTPStatus.FORBIDDEN
    except (OSError, http.client.HTTPException):
        return False


def start() -> Service:
    """A server that serves. Raises Unavailable with the reason."""
    return ready(launch())
