"""Locks the dependencies of pyproject.toml: exact versions with hashes, for every Python that the project allows.

    python -m tools.lock             keep the versions that still fit
    python -m tools.lock --upgrade   take the newest that fit

A lock states the digest of the declarations it was made from, so that a stale one is found without any network.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "requirements"
UV = Path(sys.executable).parent / "uv"
LEAD = "# made by `make lock` from declarations "


def declarations() -> str:
    """The digest of what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def complaints() -> list[str]:
    """What is wrong with the locks: stale, a version without a hash, an address of a registry."""
    found = []
    for path in (FOLDER / "runtime.txt", FOLDER / "development.txt", FOLDER / "installer.txt"):
        text = path.read_text() if path.exists() else ""
        if f"{LEAD}{declarations()}" not in text:
            found.append(f"{path.name} is older than pyproject.toml: make lock")
        if re.search(r"https?://|^--|@ ", text, re.MULTILINE):
            found.append(f"{path.name} holds an option or an address")
        pinned = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
        found += [f"{path.name}: {pin.split()[0]} has no hash" for pin in pinned if "--hash=sha256:" not in pin]
    return found


def lock(name: str, source: str, *options: str) -> None:
    """Write requirements/`name`."""
    target = FOLDER / name
    command: list[str | Path] = [
        UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header",
        "--no-emit-index-url", "--no-emit-find-links", "--output-file", target.relative_to(ROOT), *options, source,
    ]  # fmt: skip
    asked = "uv\n" if source == "-" else None
    subprocess.run(command, cwd=ROOT, check=True, text=True, input=asked, stdout=subprocess.DEVNULL)
    target.write_text(f"{LEAD}{declarations()}\n{target.read_text()}")


def main(options: list[str]) -> None:
    """Lock what serves, what develops on top of it, and what installs both."""
    lock("runtime.txt", "pyproject.toml", *options)
    lock("development.txt", "pyproject.toml", "--extra", "dev", "-c", "requirements/runtime.txt", *options)
    lock("installer.txt", "-", "-c", "requirements/development.txt", *options)


if __name__ == "__main__":
    if complaint := [option for option in sys.argv[1:] if option != "--upgrade"]:
        sys.exit(f"Unknown: {complaint[0]}\n{__doc__}")
    main(sys.argv[1:])
