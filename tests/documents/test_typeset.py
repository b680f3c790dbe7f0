"""The press itself: the same bytes for the same paper, light to import, safe from several threads."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.documents.papers import CERTIFICATE, PAPERS

PRINT = """
import django, hashlib
django.setup()
from tests.documents.papers import PAPERS
for name in sorted(PAPERS): print(name, hashlib.sha256(PAPERS[name].typeset()).hexdigest())
"""


def run(code: str, **environment: str) -> str:
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_the_same_paper_gives_the_same_bytes(name):
    assert PAPERS[name].typeset() == PAPERS[name].typeset()


def test_another_process_gives_the_same_bytes_too():
    here = {name: hashlib.sha256(paper.typeset()).hexdigest() for name, paper in PAPERS.items()}
    there = dict(row.split() for row in run(PRINT, PYTHONHASHSEED="7").splitlines())
    assert there == here


def test_another_paper_gives_another_identifier():
    assert CERTIFICATE.typeset()[-600:] != replace(CERTIFICATE, serial="2026/SKHCN/0046").typeset()[-600:]


def test_what_prints_nothing_does_not_carry_weasyprint():
    code = "import django, sys; django.setup(); import documents.papers; print('weasyprint' in sys.modules)"
    assert run(code).strip() == "False"


def test_several_threads_may_print_at_once():
    papers = [replace(CERTIFICATE, full_name=f"Nguyễn Văn {number}") for number in range(8)]
    alone = [paper.typeset() for paper in papers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda paper: paper.typeset(), papers)) == alone
