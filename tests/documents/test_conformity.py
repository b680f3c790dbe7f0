"""Every paper is a PDF/A-2a (kept for good) and a PDF/UA-1 (read aloud), as veraPDF sees it."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

import documents
from documents.signing.sign import sign
from tests.documents import authority
from tests.documents.papers import DIRECTOR, PAPERS
from tools.services.elasticsearch import java_home
from tools.services.together import in_ci

VERSION = "1.28.2"
PROJECT = f"""<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId>
<version>{VERSION}</version></dependency></dependencies></project>"""


def unavailable(reason: str) -> None:
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory) -> list[str]:
    """The command that runs veraPDF, fetched by Maven into its own cache."""
    java, folder = java_home(), tmp_path_factory.mktemp("verapdf")
    if java is None or shutil.which("mvn") is None:
        unavailable("veraPDF needs Maven and a Java")
    (folder / "pom.xml").write_text(PROJECT)
    command = ["mvn", "-q", "-B", "dependency:build-classpath", f"-Dmdep.outputFile={folder / 'classpath'}"]
    environment = {**os.environ, "JAVA_HOME": str(java)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        unavailable(f"Maven could not fetch veraPDF: {done.stdout[-300:]}")
    classpath = (folder / "classpath").read_text()
    return [str(java / "bin/java"), "-Xmx512m", "-cp", classpath, "org.verapdf.apps.GreenfieldCliWrapper"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """All papers, as an office prints them, in their courtesy copies, and signed."""
    found = tmp_path_factory.mktemp("papers")
    for name, paper in PAPERS.items():
        (found / f"{name}.pdf").write_bytes(paper.typeset())
    (found / "courtesy.pdf").write_bytes(PAPERS["recognition"].typeset("en"))
    keys = authority.settings_in(tmp_path_factory.mktemp("keys"), "SKHCN", DIRECTOR.name)
    keys = keys.keys_of("SKHCN", DIRECTOR.name)
    for name in (
        "certificate",
        "recognition",
        "appeal",
        "issued_extract",
        "application",
    ):  # the last one without a place for a seal
        signed = sign(PAPERS[name].typeset(), keys, "12/QĐ-SKHCN", datetime.now(UTC))
        (found / f"signed-{name}.pdf").write_bytes(signed)
    return found


def test_no_kind_of_paper_is_left_out():
    templates = {path.stem for path in (Path(documents.__file__).parent / "templates/documents/papers").glob("*.html")}
    assert {paper.template for paper in PAPERS.values()} == templates


@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_every_paper_conforms(verapdf, folder, flavour):
    papers = sorted(map(str, folder.glob("*.pdf")))
    command = [*verapdf, "--flavour", flavour, "--format", "text", "--verbose", *papers]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    assert [row for row in told if not row.startswith("PASS")] == []
    assert len(told) == len(papers)
