"""The law of judging is pure and exact: no binary numbers, no framework, no clock.

Who gets which dossier is no conclusion: the assignment alone may ask a solver.
"""

import ast
import json
from pathlib import Path

import pytest

import reviews.rules
from tests.reviews.rules.test_words import STEPS

FILES = sorted(Path(reviews.rules.__file__).parent.rglob("*.py"))
SOLVING = [path for path in FILES if path.parent.name == "assignment"]
JUDGING = [path for path in FILES if path not in SOLVING]
STANDARD = {
    "bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "hashlib",
    "importlib", "io", "itertools", "json", "math", "numbers", "re", "tomllib", "typing", "zlib",
}  # fmt: skip


@pytest.mark.parametrize("path", JUDGING, ids=lambda path: path.stem)
def test_no_binary_number_is_written_or_made(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.dump(node)
        assert not (isinstance(node, ast.Name) and node.id in ("float", "round")), ast.dump(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_the_standard_library_is_imported(path):
    allowed = STANDARD | {"reviews"} | ({"numpy", "ortools"} if path in SOLVING else set())
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.module.partition(".")[0] in allowed
            assert not node.module.startswith("reviews") or node.module.startswith("reviews.rules")
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= allowed


def numbers(value):
    if isinstance(value, dict):
        return [inner for item in value.values() for inner in numbers(item)]
    if isinstance(value, list | tuple):
        return [inner for item in value for inner in numbers(item)]
    return [value]


def test_steps_are_json_without_binary_numbers():
    for step in STEPS:
        told = step.to_json()
        assert json.loads(json.dumps(told)) == told
        assert not any(isinstance(value, float) for value in numbers(told))
