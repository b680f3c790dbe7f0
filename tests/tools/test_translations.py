"""The check of translations finds what a reader would stumble over."""

import gettext

import pytest

from tools.checks.translations import complaints
from tools.install.catalogues import compiled

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


def written(folder, body):
    path = folder / "vi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + body)
    return path


@pytest.mark.parametrize(
    "body, complaint",
    [
        ('msgid "Search"\nmsgstr ""\n', "without translation: 'Search'"),
        ('#, fuzzy\nmsgid "Search"\nmsgstr "Tìm"\n', "fuzzy: 'Search'"),
        (
            '#, python-format\nmsgid "%(count)s works"\nmsgstr "%(cuont)s hồ sơ"\n',
            "placeholder %(cuont)s is not in the source: '%(count)s works'",
        ),
        ('msgid "%(n)s work"\nmsgid_plural "%(n)s works"\nmsgstr[0] ""\n', "without translation: '%(n)s work'"),
    ],
)
def test_a_flaw_is_named(tmp_path, body, complaint):
    assert list(complaints(written(tmp_path, body))) == [complaint]


def test_a_complete_catalogue_has_no_complaints(tmp_path):
    body = 'msgid "One work"\nmsgid_plural "%(n)s works"\nmsgstr[0] "%(n)s hồ sơ"\n'
    assert list(complaints(written(tmp_path, body))) == []


def test_a_compiled_catalogue_speaks_and_leaves_fuzzy_words_out(tmp_path):
    body = 'msgid "Search"\nmsgstr "Tìm kiếm"\n\n#, fuzzy\nmsgid "Save"\nmsgstr "Xoá"\n'
    with compiled(written(tmp_path, body)).open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert (spoken.gettext("Search"), spoken.gettext("Save")) == ("Tìm kiếm", "Save")
