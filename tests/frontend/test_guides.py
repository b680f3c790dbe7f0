"""The guides: complete in both languages, and every button or page that they name exists under that very name."""

import re

import pytest

from config.env import ROOT
from frontend.guides import FOLDER, SLUGS

NAMED = re.compile(r"\*\*(.+?)\*\*")
FILLED = re.compile(r"%\(\w+\)s")


def words(language: str) -> set[str]:
    """All messages of the catalogues in a language; what is filled in stands as "…"."""
    found: set[str] = set()
    for catalogue in ROOT.glob("*/locale/vi/LC_MESSAGES/django.po"):
        pairs = re.findall(r'^msgid "(.*)"\nmsgstr "(.*)"$', catalogue.read_text(encoding="utf-8"), re.M)
        found |= {FILLED.sub("…", pair[language == "vi"]).strip(" .") for pair in pairs}
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_guide_names_is_found_under_that_name(language):
    known = words(language)
    for slug in SLUGS:
        text = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
        named = {part.strip(" .") for name in NAMED.findall(text) for part in name.split("→")}
        assert named - known == set(), (language, slug)


def test_both_languages_have_the_same_guides_with_the_same_parts():
    for language in ("vi", "en"):
        assert {path.stem for path in (FOLDER / language).glob("*.md")} == set(SLUGS)
    for slug in SLUGS:
        parts = [
            re.findall(r"^(#+|\d+\.|-|\|)", (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8"), re.M)
            for language in ("vi", "en")
        ]
        assert parts[0] == parts[1], slug


@pytest.mark.django_db
def test_everybody_can_read_them(client):
    index = client.get("/tro-giup/").content.decode()
    for slug in SLUGS:
        assert f"/tro-giup/{slug}/" in index
        assert client.get(f"/tro-giup/{slug}/").status_code == 200
    assert client.get("/tro-giup/khong-co/").status_code == 404
    english = client.get("/tro-giup/nop-ho-so/", headers={"accept-language": "en"}).content.decode()
    assert "Filing a dossier" in english
    assert "&lt;table" not in english
