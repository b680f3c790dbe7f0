"""The arithmetic of the journal's seals, and the check of an exported journal. Needs Python and nothing else:

    python3 checker.py EXPORTED_FILE [--expect NUMBER:HASH]

A seal covers the entries after those of the seal before it. Its `root` is the Merkle root (RFC 6962, 2.1, SHA-256) over
the canonical text of each entry in the order of their ids; its `hash` covers the root and the hash of the seal before.
Whoever changes, drops, inserts or reorders sealed entries must change every later hash, and those are published: give
one that you have noted with `--expect`, and nobody can have written the whole journal anew either.

The server seals and verifies with the functions of this very file.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

START = "0" * 64
SEALED = ("number", "previous", "first", "last", "count", "root", "at")
ENTRY = ("id", "at", "actor", "event", "subject", "data")
Row = Mapping[str, Any]


def canonical(value: Any) -> bytes:
    """The one text of a JSON value: keys in order, no blanks, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def leaf(entry: Row) -> bytes:
    """The digest of an entry."""
    return hashlib.sha256(b"\x00" + canonical({name: entry[name] for name in ENTRY})).digest()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """The root over digests; that of nothing is the digest of nothing. A node alone in its row goes up as it is."""
    row = list(leaves) or [hashlib.sha256(b"").digest()]
    while len(row) > 1:
        paired = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
        row = paired + row[len(paired) * 2 :]
    return row[0].hex()


def seal_hash(seal: Row) -> str:
    """What the next seal is chained to, and what is published and stamped."""
    return hashlib.sha256(canonical({name: seal[name] for name in SEALED})).hexdigest()


def faults_of_seal(seal: Row, before: Row | None, entries: Iterable[Row]) -> Iterator[str]:
    """What is wrong with a seal, its place in the chain, and the entries it covers."""
    name = f"seal {seal['number']}"
    expected = (before["number"] + 1, before["hash"]) if before else (1, START)
    if (seal["number"], seal["previous"]) != expected:
        yield f"{name}: does not follow seal {expected[0] - 1}"
    if seal_hash(seal) != seal["hash"]:
        yield f"{name}: was changed, its hash is another"
    rows = list(entries)
    ids = [row["id"] for row in rows]
    if len(rows) != seal["count"]:
        yield f"{name}: covers {seal['count']} entries, {len(rows)} are there"
    elif ids != sorted(set(ids)) or ids[:1] != [seal["first"]] or ids[-1:] != [seal["last"]]:
        yield f"{name}: its entries are not those from {seal['first']} to {seal['last']} in order"
    elif merkle_root([leaf(row) for row in rows]) != seal["root"]:
        yield f"{name}: an entry from {seal['first']} to {seal['last']} was changed"


def faults_of_lines(lines: Iterable[str], expect: Mapping[int, str] | None = None) -> tuple[list[str], dict[str, int]]:
    """What is wrong with an exported journal, and how much was looked at."""
    faults: list[str] = []
    counts = {"entries": 0, "seals": 0, "unsealed": 0, "stamps": 0}
    heads: dict[int, str] = {}
    waiting: list[Row] = []
    before: Row | None = None
    ended = False
    for line in lines:
        row = json.loads(line)
        kind = row.pop("kind")
        ended = kind == "end"
        if kind == "entry":
            counts["entries"] += 1
            waiting.append(row)
        elif kind == "seal":
            counts["seals"] += 1
            faults += faults_of_seal(row, before, waiting)
            before, waiting = row, []
            heads[row["number"]] = seal_hash(row)
        elif kind == "stamp":
            counts["stamps"] += 1
            if bytes.fromhex(heads.get(row["seal"], "00")) not in base64.b64decode(row["token"]):
                faults.append(f"seal {row['seal']}: the time stamp is that of another hash")
    counts["unsealed"] = len(waiting)
    if not ended:
        faults.append("the file is cut off: its last line is missing")
    faults += [
        f"seal {number}: is not the one that was published" for number, said in (expect or {}).items()
        if heads.get(number) != said
    ]  # fmt: skip
    return faults, counts


def expectation(text: str) -> tuple[int, str]:
    """`NUMBER:HASH` as somebody noted it. Raises ValueError."""
    number, _colon, said = text.partition(":")
    return int(number), said.strip().lower()


def main(arguments: Sequence[str]) -> int:
    """Check a file; returns 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Check an exported journal against its seals.")
    parser.add_argument("file")
    parser.add_argument("--expect", action="append", type=expectation, default=[], metavar="NUMBER:HASH")
    asked = parser.parse_args(arguments)
    with open(asked.file, encoding="utf-8", errors="surrogatepass") as lines:  # noqa: PTH123
        faults, counts = faults_of_lines(lines, dict(asked.expect))
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()) + "\n")
    sys.stdout.write("WRONG\n" if faults else "whole\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
