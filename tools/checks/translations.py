"""Check: every word that people see has its Vietnamese, and none is fuzzy.

The catalogues are read as they are; where gettext is there (CI has it) the words are also gathered anew from the code,
in a copy, so that a string without an entry is found too.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools.checks.table import PACKAGES, ROOT, has_gettext

LANGUAGE = "vi"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str, str | None]


def catalogue(path: Path) -> Catalog:
    """The catalogue at the path."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def key(message: Message) -> Key:
    """What identifies a message: its (singular) text and its context."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def is_translated(message: Message) -> bool:
    """Whether every form has words."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def complaints(path: Path) -> Iterator[str]:
    """What is wrong with the catalogue as it stands."""
    for message in catalogue(path):
        if not message.id:
            continue
        text = key(message)[0]
        if message.fuzzy:
            yield f"fuzzy: {text!r}"
        elif not is_translated(message):
            yield f"without translation: {text!r}"
        else:
            yield from _lost_placeholders(message)


def _lost_placeholders(message: Message) -> Iterator[str]:
    """A placeholder that the source does not have breaks the page; Vietnamese has one form, so it carries them all."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    given = {found for source in sources for found in PLACEHOLDER.findall(source)}
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    for form in forms:
        if unknown := set(PLACEHOLDER.findall(form or "")) - given:
            yield f"placeholder {', '.join(sorted(unknown))} is not in the source: {sources[0]!r}"


def translated() -> set[Key]:
    """Everything that the project's catalogues or Django's own translate."""
    own = ROOT.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/*.po")
    django_own = Path(django.__file__).parent.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po")
    return {key(message) for path in [*own, *django_own] for message in catalogue(path) if is_translated(message)}


def gathered(package: str, folder: Path) -> Catalog | None:
    """The words of a package, gathered anew in a copy; None where it has none."""
    copy = folder / package
    shutil.copytree(ROOT / package, copy, ignore=shutil.ignore_patterns("locale", "static", "__pycache__", "data"))
    (copy / "locale").mkdir()
    command: list[str | Path] = [
        Path(sys.executable).parent / "django-admin",
        "makemessages",
        "-l",
        LANGUAGE,
        "--no-wrap",
        "--no-location",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"makemessages in {package}: {done.stderr}")
    path = copy / f"locale/{LANGUAGE}/LC_MESSAGES/django.po"
    with contextlib.redirect_stdout(io.StringIO()):  # Babel wonders aloud at the empty plurals of a fresh catalogue
        return catalogue(path) if path.exists() else None


def without_entry() -> Iterator[str]:
    """Words of the code that no catalogue translates."""
    known = translated()
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            words = gathered(package, Path(folder)) if (ROOT / package).exists() and package != "tools" else None
            for message in words or ():
                if message.id and key(message) not in known:
                    yield f"{package}: no entry for {key(message)[0]!r}"


def main() -> int:
    """Returns 0 when every catalogue is complete."""
    paths = sorted(ROOT.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/*.po"))
    found = [f"{path.relative_to(ROOT)}: {complaint}" for path in paths for complaint in complaints(path)]
    if has_gettext():
        found += without_entry()
    else:
        print("gettext is missing: the code was not searched for new words")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
