"""Have the text of a file read by a program of its own, with a limit on its time."""

import json
import logging
import subprocess
from typing import IO

from initiatives.files.apart import run_apart
from initiatives.files.kinds import DOCX, ODT, PDF, XLSX
from initiatives.rules.answers import clean_text

READABLE = {PDF: "pdf", DOCX: "docx", ODT: "odt", XLSX: "xlsx"}
logger = logging.getLogger(__name__)


def pages_of(stream: IO[bytes], kind: str) -> list[str]:
    """The pages of a file of a known kind; pictures and what cannot be read have none."""
    return _read(stream, kind, "text")


def properties_of(stream: IO[bytes], kind: str) -> str:
    """What the properties of a file say: authors, their company, who commented or changed it."""
    return "\n".join(_read(stream, kind, "properties"))


def _read(stream: IO[bytes], kind: str, what: str) -> list[str]:
    if kind not in READABLE:
        return []
    try:
        done = run_apart("initiatives.files.text", [READABLE[kind], what], stream.read())
    except subprocess.TimeoutExpired:
        logger.warning("a %s file took too long to read", kind)
        return []
    if done.returncode or done.stderr:
        logger.warning("a %s file gave no (more) text: %d %s", kind, done.returncode, done.stderr[-300:].decode())
    return [clean_text(page) for page in json.loads(done.stdout)] if done.returncode == 0 else []
