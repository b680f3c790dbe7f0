"""The harness itself: servers really start, answer, and end."""

import os
import smtplib
import subprocess
import sys
import urllib.request
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis

from tools.services import postgres, smtp
from tools.services import redis as redis_server
from tools.services.process import listens

ROOT = Path(__file__).resolve().parents[2]


def test_postgres_serves_a_database_in_utf8(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        encoding, address, word = connection.execute(
            "select current_setting('server_encoding'), current_setting('listen_addresses'), lower('ĐẠI')"
        ).fetchone()
    assert (encoding, address, word) == ("UTF8", "127.0.0.1", "đại")


@pytest.mark.redis
def test_redis_keeps_a_value(redis_url):
    with redis.Redis.from_url(redis_url, decode_responses=True) as server:
        server.set("harness", "sáng kiến")
        assert server.getdel("harness") == "sáng kiến"


@pytest.mark.elasticsearch
def test_elasticsearch_is_a_healthy_single_node(elasticsearch_url):
    with urllib.request.urlopen(f"{elasticsearch_url}/_cat/nodes?h=version,master") as answer:
        assert answer.read().decode().split() == ["9.5.0", "*"]


def test_the_mail_server_keeps_what_it_gets(smtp_sink):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Biên nhận hồ sơ"
    message.set_content("Đã nhận.")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as line:
        line.send_message(message)
    [kept] = smtp_sink.messages()
    assert (kept["Subject"], kept.get_content()) == ("Biên nhận hồ sơ", "Đã nhận.\n")


def test_the_mail_server_is_emptied_for_each_test(smtp_sink):
    assert smtp_sink.messages() == []


@pytest.mark.parametrize("server", [postgres, redis_server, smtp], ids=["postgres", "redis", "smtp"])
def test_a_stopped_service_leaves_neither_process_nor_folder(server):
    if reason := server.missing():
        pytest.skip(reason)
    service = server.start()
    assert listens(service.port)
    service.stop()
    assert not listens(service.port)
    assert service.process.poll() is not None
    assert not service.folder.exists()


@pytest.mark.parametrize("ci, ending", [("", "1 skipped"), ("true", "1 error")], ids=["elsewhere", "ci"])
def test_a_service_that_cannot_be_had_skips_its_tests_but_fails_them_in_ci(ci, ending):
    one = f"{__file__}::test_redis_keeps_a_value"
    environment = {**os.environ, "CI": ci, "PATH": "/nowhere", "TEST_REDIS_URL": "", "PYTEST_XDIST_WORKER": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-rsE", "-p", "no:cacheprovider", one]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ending in done.stdout
    assert "Redis is not installed" in done.stdout
