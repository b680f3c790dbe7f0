"""What runs the system elsewhere says what the code says: the image, the composition of services, the units of systemd."""

import json
import re
import shutil
import subprocess

import pytest
import yaml
from django.core.management import get_commands

from config.env import ROOT
from tools.checks.table import PACKAGES
from tools.install.system import PANGO

DEPLOY = ROOT / "deploy"
OURS = ("migrate", "web", "worker", "beat")
OTHERS = {"POSTGRES_PASSWORD", "SERVING_PASSWORD", "REDIS_PASSWORD", "ELASTIC_PASSWORD", "PYTHONDONTWRITEBYTECODE"}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def known_variables():
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "env.py").read_text())) | OTHERS


def options_of(unit):
    rows = [line.partition("=") for line in unit.read_text().splitlines() if "=" in line]
    return [(name, value) for name, _equals, value in rows]


def test_every_variable_that_is_set_is_one_that_is_read():
    example = re.findall(r"^([A-Z_]+)=", (DEPLOY / "production.env.example").read_text(), re.M)
    units = [
        word.partition("=")[0]
        for unit in UNITS
        for name, value in options_of(unit)
        if name == "Environment"
        for word in value.split()
    ]
    composed = [name for service in OURS for name in COMPOSE["services"][service]["environment"]]
    assert {*example, *units, *composed} <= known_variables()


def test_only_who_migrates_speaks_to_the_database_as_its_owner():
    for name in OURS:
        told = COMPOSE["services"][name]["environment"]
        owner = name == "migrate"
        assert ("://sangkien:" if owner else "://sangkien_web:") in told["DATABASE_URL"], name
        assert told["POSTGRES_PASSWORD"] == "", name


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_service_is_pinned_watched_and_kept_running(name):
    service = COMPOSE["services"][name]
    assert re.search(r":(?!latest)[\w.${}:-]+$", service["image"])
    assert name == "migrate" or (service["restart"] == "unless-stopped" and service["healthcheck"]["test"])
    if name in OURS:
        assert (service["user"], service["read_only"], service["cap_drop"]) == ("10001:10001", True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_volumes_and_dependencies_are_there():
    for service in COMPOSE["services"].values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"])
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])


def test_commands_are_those_that_exist():
    said = json.dumps(COMPOSE) + DOCKERFILE + "".join(unit.read_text() for unit in UNITS)
    assert set(re.findall(r"manage\.py[\", ]+([a-z_]+)", said)) <= set(get_commands())
    for program in ("granian", "celery"):
        assert f"{program}" in said
        assert (ROOT / ".venv" / "bin" / program).exists() or shutil.which(program)


def test_the_image_takes_every_package_runs_as_nobody_and_says_how_it_is():
    build, final = DOCKERFILE.split("FROM ")[1:]
    copied = set(re.findall(r"^COPY (\w+) ", build, re.M))
    assert set(PACKAGES) <= copied
    assert all((ROOT / name).exists() for name in copied)
    assert "--require-hashes" in build
    assert re.search(r"^USER 10001:10001$", final, re.M)
    assert "HEALTHCHECK" in final
    assert set(PANGO.packages) <= set(final.split())
    allowed = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.M))
    assert copied <= allowed


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_give_little_away(unit):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", str(unit)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]
    assert ("User", "sangkien") in options_of(unit)
