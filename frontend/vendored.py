"""Where the vendored libraries lie: their folders carry the version, so pages ask for them by name."""

import json
from functools import cache
from pathlib import Path

VENDOR = Path(__file__).resolve().parent / "static" / "vendor"


@cache
def folders() -> dict[str, str]:
    """Short name (`htmx`) to folder (`htmx-2.0.11`)."""
    entries = json.loads((VENDOR / "manifest.json").read_text())
    names = [Path(entry["folder"]).name for entry in entries]
    return {name.rpartition("-")[0]: name for name in names}


def path_of(name: str, file: str) -> str:
    """The static path of a file of a library.

    Raises: KeyError for a library that is not in the list of `tools/vendor_frontend.toml`.
    """
    return f"vendor/{folders()[name]}/{file}"
