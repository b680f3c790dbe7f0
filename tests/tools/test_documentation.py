"""The handwritten reference names every variable and every command there is, and no other."""

import re

from config.env import ROOT

DOCS = ROOT / "docs" / "reference"


def first_cells(page: str) -> set[str]:
    """The first word in code of each row of the tables."""
    return set(re.findall(r"^\| `(\w+)", (DOCS / page).read_text(encoding="utf-8"), re.M))


def test_every_variable_is_described():
    code = "".join((ROOT / "config" / name).read_text(encoding="utf-8") for name in ("env.py", "identity.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    assert first_cells("configuration.md") == read


def test_every_command_is_described():
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")} - {"__init__"}
    assert first_cells("commands.md") - {"migrate", "collectstatic"} == ours
