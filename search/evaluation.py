"""How well an engine answers judged queries: a corpus goes into a scratch index, rankings come out and are scored.

Files are JSON lines: a corpus of works, queries `{"query_id", "class", "query", "relevant": {key: 1 or 2}}`, rankings
`{"query_id", "ranking": [keys]}`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from search.documents import PUBLIC, IndexedDocument
from search.engines.interface import Engine, SearchRequest

FIRST = 10
KEPT = 100
KINDS = {
    "SK": "sáng kiến",
    "GP": "giải pháp dự thi",
    "SV": "học sinh sinh viên",
    "DT": "đề tài khoa học",
    "DA": "dự án",
    "LV": "luận văn",
    "BB": "bài báo",
}
LEVELS = {"coso": "cấp cơ sở", "tinh": "cấp thành phố tỉnh", "bo": "cấp bộ", "quocgia": "cấp quốc gia"}


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries: nDCG of the first ten, recall there, reciprocal rank of the best, success of the first."""

    ndcg: float
    recall: float
    reciprocal: float
    success: float


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus(path: Path) -> Iterator[IndexedDocument]:
    """The works of a corpus as public documents."""
    return (_document(row) for row in read(path))


def _document(row: Mapping[str, Any]) -> IndexedDocument:
    names = [*row["authors"], row.get("unit"), row.get("place"), str(row.get("year") or "")]
    names += [KINDS.get(row["kind"], ""), LEVELS.get(row.get("level") or "", "")]
    return IndexedDocument(
        key=row["id"],
        work_code=row["id"],
        title=row["title"],
        names=" | ".join(filter(None, names)),
        text=f"{row['summary']}\n{row['body']}",
        codes=tuple(filter(None, (row.get("code"), row.get("external_code"), row.get("decision_no")))),
        kind=row["kind"],
        level=row.get("level") or "",
        field=row.get("field") or "",
        unit=row.get("unit") or "",
        units=tuple(filter(None, [row.get("unit")])),
        year=row.get("year"),
        rendition=PUBLIC,
        payload={"title": row["title"]},
    )


def rankings(engine: Engine, queries: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """For each query its id and the keys found, the best first."""
    for query in queries:
        found = engine.search(SearchRequest(words=query["query"], limit=KEPT, facets=()))
        yield query["query_id"], [hit.key for hit in found.hits]


def judged(queries: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[str]]) -> dict[str, Quality]:
    """The quality by class of query, over all queries ("all") and over classes ("macro")."""
    classes: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for query in queries:
        classes[query["class"]].append(_score(found.get(query["query_id"], ()), query["relevant"]))
    table = {name: _mean(rows) for name, rows in sorted(classes.items())}
    every = [row for rows in classes.values() for row in rows]
    macro = _mean(list(table.values()))
    return {name: Quality(*row) for name, row in [*table.items(), ("all", _mean(every)), ("macro", macro)]}


def _mean(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


def _score(ranking: Sequence[str], relevant: Mapping[str, int]) -> tuple[float, float, float, float]:
    ranking = list(dict.fromkeys(ranking))
    best = max(relevant.values())
    first = next((at for at, key in enumerate(ranking) if relevant.get(key) == best), None)
    ideal = _gain(sorted(relevant.values(), reverse=True))
    return (
        _gain([relevant.get(key, 0) for key in ranking]) / ideal,
        len(set(ranking[:FIRST]) & set(relevant)) / min(FIRST, len(relevant)),
        0.0 if first is None else 1 / (first + 1),
        float(first == 0),
    )


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / log2(at + 2) for at, grade in enumerate(grades[:FIRST])))
