"""Set-up: done once, done again only when what it was made from has changed, and told in words when it cannot be."""

import sys

import pytest

from tools.install import stamps, system
from tools.install.show import Failed, run, step
from tools.install.system import Need


def test_a_stamp_holds_until_what_it_was_made_from_changes(tmp_path):
    source, stamp = tmp_path / "lock.txt", tmp_path / "deep" / "stamp"
    source.write_text("django==5.2")
    first = stamps.digest([source])
    assert not stamps.is_done(stamp, first)
    stamps.done(stamp, first)
    assert stamps.is_done(stamp, first)
    source.write_text("django==5.3")
    assert not stamps.is_done(stamp, stamps.digest([source]))


def test_what_is_there_is_not_installed(monkeypatch):
    monkeypatch.setattr(system, "privilege", lambda: pytest.fail("nothing was to be installed"))
    system.ensure([Need("a thing", lambda: True, ["thing"])])


def test_without_the_right_to_install_one_line_says_what_to_type(monkeypatch):
    monkeypatch.setattr(system, "privilege", lambda: None)
    with pytest.raises(Failed, match=r"^Pango is missing. Install it with: sudo apt-get install libpango-1.0-0$"):
        system.ensure([Need("Pango", lambda: False, ["libpango-1.0-0"])])


def test_what_only_tests_need_may_be_missing(monkeypatch, capsys):
    monkeypatch.setattr(system, "privilege", lambda: None)
    system.ensure([Need("Redis", lambda: False, ["redis-server"], optional=True)])
    assert "Redis is missing" in capsys.readouterr().out


def test_a_library_is_looked_for_by_name():
    assert system.library("libc.so.6")()
    assert not system.library("libnothing-of-that-name.so.9")()


def test_a_failed_command_shows_what_it_said():
    with pytest.raises(Failed, match="the reason"):
        run([sys.executable, "-c", "import sys; print('the reason'); sys.exit(3)"])


def test_a_step_says_that_it_begins_and_how_it_ends(capsys):
    with step("Brewing"):
        pass
    with pytest.raises(ValueError), step("Spilling"):
        raise ValueError
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Brewing …"
    assert lines[1].startswith("Brewing: 0.")
    assert lines[3] == "Spilling: failed"
