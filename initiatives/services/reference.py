"""Reference data that every installation begins with; what an administrator has changed since stays."""

import csv
from pathlib import Path

from initiatives.models import Field

FIELDS = Path(__file__).resolve().parent.parent / "data" / "fields.tsv"


def load_fields() -> int:
    """Make sure that the shipped fields of application exist; returns how many were new."""
    with FIELDS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    made = [
        Field.objects.get_or_create(
            code=row["code"], defaults={"name_vi": row["vi"], "name_en": row["en"], "position": position}
        )[1]
        for position, row in enumerate(rows, 1)
    ]
    return sum(made)
