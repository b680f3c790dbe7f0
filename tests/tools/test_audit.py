"""The check for known vulnerabilities: an answer decides; none, or nonsense, is said to be none and fails nothing."""

import json
import re

import pytest

from tools import audit

FINE = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}], "fixes": []}
BAD = {"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}]}


@pytest.mark.parametrize(
    "answer, code, says",
    [
        (json.dumps(FINE), 0, "none known"),
        (json.dumps(BAD), 1, "x 1: PYSEC-1, mended by 1.1"),
        ("", 0, "NOT CHECKED"),
        ("ConnectionError: no route", 0, "NOT CHECKED"),
    ],
)
def test_only_an_answer_decides(tmp_path, capsys, answer, code, says):
    said, tool = tmp_path / "answer", tmp_path / "uv"
    said.write_text(answer)
    tool.write_text(f"#!/bin/sh\ncat {said}\nexit 1\n")
    tool.chmod(0o700)
    assert audit.main(tool) == code and says in capsys.readouterr().out


def test_without_the_tool_nothing_is_claimed(tmp_path, capsys):
    assert audit.main(tmp_path / "none") == 0 and "NOT CHECKED" in capsys.readouterr().out


def test_what_is_asked_about_is_the_lock_and_no_host_is_named():
    asked = " ".join(audit.command())
    assert "requirements/runtime.txt" in asked and not re.search(r"https?:|index", asked)
