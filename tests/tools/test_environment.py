"""A value that is missing or unsafe stops the start with a sentence that says what to set."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import parse as parse_database
from config.env import read_environment

LONG = "x" * 50
PRODUCTION = {"PRODUCTION": "1", "SECRET_KEY": LONG, "BASE_URL": "https://sangkien.example.vn"}
UNSAFE = {
    "SECRET_KEY is missing": {**PRODUCTION, "SECRET_KEY": ""},
    "SECRET_KEY is too short": {**PRODUCTION, "SECRET_KEY": "short"},
    "BASE_URL must begin with https://": {**PRODUCTION, "BASE_URL": "http://sangkien.example.vn"},
    "BROKER_URL is missing": {"BACKGROUND": "celery", "BROKER_URL": ""},
    "BACKGROUND must be one of": {"BACKGROUND": "somehow"},
    "LOG_FORMAT must be one of": {"LOG_FORMAT": "xml"},
    "BREACHED_PASSWORDS names a file": {"BREACHED_PASSWORDS": "/nowhere"},
    "OIDC_ISSUER must be an https": {**PRODUCTION, "OIDC_ISSUER": "http://localhost:1"},
    "OIDC_ISSUER needs OIDC_CLIENT_ID": {"OIDC_ISSUER": "https://id.example.vn"},
    "OIDC_CLIENT_SECRET_FILE cannot": {"OIDC_ISSUER": "https://id.example.vn", "OIDC_CLIENT_SECRET_FILE": "/nowhere"},
    "STORAGE_URL must look like": {"STORAGE_URL": "https://files.example.vn/bucket"},
    "ANTIVIRUS_URL must look like": {"ANTIVIRUS_URL": "127.0.0.1:3310"},
    "ANTIVIRUS_DOWN must be one of": {"ANTIVIRUS_DOWN": "hope"},
    "METRICS_TOKEN must have at least 20": {"METRICS_TOKEN": "guess"},
}


@pytest.mark.parametrize("sentence", UNSAFE)
def test_it_stops_the_start(sentence, monkeypatch, tmp_path):
    for name, value in {"DATA_DIR": str(tmp_path), **UNSAFE[sentence]}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_environment()


def test_production_is_strict_where_nothing_is_said(monkeypatch, tmp_path):
    for name, value in {"DATA_DIR": str(tmp_path), **PRODUCTION}.items():
        monkeypatch.setenv(name, value)
    found = read_environment()
    assert (found.debug, found.allowed_hosts, found.log_format) == (False, [], "json")
    assert found.mfa_required_roles == ["administrator", "registrar"]


def test_of_several_hosts_the_one_that_takes_writes_is_asked():
    found = parse_database("postgres://sangkien:mat%40khau@a:5433,b/sangkien?application_name=web")
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("a,b", "5433,5432", "mat@khau")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert "OPTIONS" not in parse_database("postgres://sangkien@a:5433/sangkien")
