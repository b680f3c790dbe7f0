"""What the system must have: looked for by what is needed, installed by apt where that is allowed."""

import ctypes
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from tools.install.show import Failed, run, step

# Debian starts a server when its package is installed; a policy of 101 forbids that, for the time of the install.
APT = """
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > "$policy"
    chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=300 update
apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
"""


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the system: how to see that it is there, and which packages bring it."""

    what: str
    present: Callable[[], bool]
    packages: Sequence[str]
    optional: bool = False  # without it the tests that use it are skipped


def library(*names: str) -> Callable[[], bool]:
    """Whether the shared libraries can be loaded."""

    def present() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def program(*names: str) -> Callable[[], bool]:
    """Whether one of the programs is on the path."""
    return lambda: any(map(shutil.which, names))


def _has_postgres() -> bool:
    from tools.services import postgres

    return postgres.missing() is None


def _has_java() -> bool:
    from tools.services import elasticsearch

    return elasticsearch.java_home() is not None


def _has_font(family: str) -> Callable[[], bool]:
    return lambda: bool(shutil.which("fc-list")) and bool(run(["fc-list", family]).strip())


VENV = Need("Python's venv module", lambda: find_spec("ensurepip") is not None, ["python3-venv"])
PANGO = Need(
    "Pango, which sets the PDF documents",
    library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
    ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
)
DEMO = (VENV, PANGO)
TESTS = (
    Need("PostgreSQL", _has_postgres, ["postgresql"], optional=True),
    Need("Redis", program("redis-server"), ["redis-server"], optional=True),
    Need("Chromium", program("chromium", "chromium-browser", "google-chrome"), ["chromium"], optional=True),
    Need("fonts for screenshots", _has_font("Liberation Serif"), ["fontconfig", "fonts-liberation"], optional=True),
    Need(
        "LibreOffice Calc, which opens what is exported", program("soffice"), ["libreoffice-calc-nogui"], optional=True
    ),
    Need("SoftHSM, a token for signing in software", program("softhsm2-util"), ["softhsm2"], optional=True),
    Need("gettext, which finds the words to translate", program("xgettext"), ["gettext"], optional=True),
    Need("Maven, which fetches Elasticsearch", program("mvn"), ["maven"], optional=True),
    Need("Java 21 or later", _has_java, ["openjdk-21-jre-headless"], optional=True),
)


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing, together where that works.

    Raises: Failed with one line to type, if something indispensable is missing and may not be installed.
    """
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    lead = privilege()
    if lead is not None:
        with step("Installing " + ", ".join(need.what for need in missing)):
            _install(lead, missing)
    for need in missing:
        _settle(need)


def _install(lead: Sequence[str], needs: Sequence[Need]) -> None:
    """All at once; if that fails (a package that this release lacks), each on its own."""
    try:
        run([*lead, "sh", "-c", APT, "apt", *(package for need in needs for package in need.packages)])
    except Failed as failure:
        if len(needs) == 1:
            reasons = re.findall(r"^E: .*", str(failure), re.MULTILINE)
            print(f"  {reasons[-1] if reasons else failure}")
            return
        for need in needs:
            _install(lead, [need])


def _settle(need: Need) -> None:
    if need.present():
        return
    sentence = f"{need.what} is missing. Install it with: sudo apt-get install {' '.join(need.packages)}"
    if not need.optional:
        raise Failed(sentence)
    print(f"  {sentence} (tests that need it are skipped)")


def privilege() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo without a password, or None where neither works."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None
