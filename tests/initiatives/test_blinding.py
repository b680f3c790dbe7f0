"""Blind rounds: titles and redacted copies name nobody; what still does is refused, and told where."""

import hashlib

import pytest

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Attachment, RedactedCopy
from initiatives.services.authors import save_authors
from initiatives.services.blinding import add_redacted_copy, blinded, redacted_copy
from initiatives.services.content import frozen_content
from initiatives.services.dossiers import perform
from initiatives.services.files import attach
from journal.models import Entry
from organisation.models import Role, User
from tests import city, samples

pytestmark = pytest.mark.django_db
NAME = "Trịnh Quỳnh Hạ"


@pytest.fixture
def unit():
    return city.unit("TTYT", name="Trung tâm Hạ Thủy", short_name="TT Hạ Thủy")


@pytest.fixture
def author(unit):
    return city.actor(at=unit, who=city.person(NAME))


@pytest.fixture
def round_(unit):
    return city.round_at(unit, blind=True)


@pytest.fixture
def draft(author, round_):
    made = city.draft(author, round_)
    attach(made.reference, author, "ket-qua.docx", city.upload("ket-qua.docx", samples.word(f"{NAME} báo cáo")))
    return made


@pytest.fixture
def file(draft):
    return Attachment.objects.get(dossier=draft)


def give(draft, actor, file, data, name="ban-che.docx"):
    return add_redacted_copy(draft.reference, actor, file.pk, name, city.upload(name, data))


@pytest.mark.parametrize("field", ["title", "summary"])
@pytest.mark.parametrize("words", ["Phần mềm của TRINH QUYNH HA", "Số hóa tại Trung tâm Hạ Thủy", "Sổ của TT Hạ Thủy"])
def test_a_title_or_summary_that_names_somebody_is_not_submitted(author, round_, field, words):
    draft = city.draft(author, round_, **{field: words})
    with pytest.raises(Invalid) as error:
        perform(draft.reference, "submit", author)
    assert list(error.value.fields) == [field]


def test_other_answers_may_name_the_authors_and_are_covered_for_the_council(author, round_):
    draft = city.draft(author, round_, novelty=f"{NAME} (ha.tq@example.vn, 0905 123 456) ở Trung tâm Hạ Thủy đã thử")
    content = frozen_content(perform(draft.reference, "submit", author))
    shown = blinded(content)
    assert shown["answers"]["novelty"] == "▒▒▒ (▒▒▒, ▒▒▒) ở ▒▒▒ đã thử"
    assert (shown["authors"], shown["units"], shown["unit_name"], shown["files"]) == ([], [], "", [])
    assert "unit" not in shown["answers"]
    assert NAME in content["answers"]["novelty"]


def test_in_other_rounds_a_title_may_name_whom_it_likes(author, unit):
    draft = city.draft(author, city.round_at(unit), title=f"Cách làm của {NAME}")
    assert perform(draft.reference, "submit", author).code


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (samples.word("Người viết: trinh quynh ha"), "ban-che.docx", NAME),
        (samples.written_pdf("Trinh Quynh Ha"), "ban-che.pdf", NAME),
        (samples.sheet(("STT", "Người làm"), (1, NAME)), "ban-che.xlsx", NAME),
        (samples.odt("Thử tại Trung tâm Hạ Thủy"), "ban-che.odt", "Trung tâm Hạ Thủy"),
        (samples.word("Không nêu ai"), "Trịnh Quỳnh Hạ.docx", NAME),
        (samples.word("Không nêu ai", author=NAME), "ban-che.docx", NAME),
    ],
)
def test_a_copy_that_still_names_somebody_is_refused_with_the_name(author, draft, file, data, name, told):
    with pytest.raises(Invalid) as error:
        give(draft, author, file, data, name)
    assert told in error.value.fields["file"][0]
    assert not RedactedCopy.objects.exists()


def test_the_page_that_names_somebody_is_told(author, draft, file):
    with pytest.raises(Invalid) as error:
        give(draft, author, file, samples.written_pdf("Trinh Quynh Ha"), "ban-che.pdf")
    assert "trang 1" in error.value.fields["file"][0]


def test_the_latest_copy_stands_and_the_journal_keeps_both(author, draft, file):
    first = give(draft, author, file, samples.word("Bản một"))
    second = give(draft, author, file, samples.word("Bản hai"))
    assert redacted_copy(draft.reference, author, file.pk) == second
    kept = [entry.data["digest"] for entry in Entry.objects.filter(event="redacted_copy_added").order_by("pk")]
    assert kept == [first.blob.digest, second.blob.digest]


def test_authors_and_checkers_give_copies_and_nobody_else(author, unit, draft, file):
    perform(draft.reference, "submit", author)
    draft.refresh_from_db()
    assert give(draft, city.actor(Role.OFFICER, at=unit), file, samples.word("Không nêu ai"))
    with pytest.raises(Forbidden):
        give(draft, city.actor(Role.LEADER, at=unit), file, samples.word("Không nêu ai"))
    with pytest.raises(NotFound):
        give(draft, city.actor(at=city.unit("SGDDT")), file, samples.word("Không nêu ai"))


def test_copies_are_for_blind_rounds_and_for_files_of_the_dossier(author, unit, draft, file):
    plain = city.draft(author, city.round_at(unit))
    with pytest.raises(StateConflict):
        give(plain, author, file, samples.word("Không nêu ai"))
    with pytest.raises(NotFound):
        add_redacted_copy(draft.reference, author, 999_999, "a.docx", city.upload("a.docx", samples.word()))


def test_a_copy_is_given_in_a_browser_and_a_bad_one_says_why(client, author, draft, file):
    client.force_login(User.objects.get(pk=author.user_id))
    place = f"/ho-so/{draft.reference}/tep/{file.pk}/khong-ten/"
    bad = client.post(place, {"file": city.upload("ban-che.docx", samples.word(f"Của {NAME}"))})
    assert (bad.status_code, "vẫn nêu Trịnh Quỳnh Hạ" in bad.content.decode()) == (422, True)
    assert client.post(place).status_code == 422
    good = client.post(place, {"file": city.upload("ban-che.docx", samples.word("Không nêu ai"))}, follow=True)
    assert "ban-che.docx" in good.content.decode()
    kept = b"".join(client.get(place).streaming_content)
    assert hashlib.sha256(kept).hexdigest() == RedactedCopy.objects.get().blob.digest


def test_coauthors_are_covered_too(author, draft):
    other = city.person("Phạm Thị Lụa")
    save_authors(draft.reference, author, [
        {"person": User.objects.get(pk=author.user_id).person.code, "share": "50"}, {"person": other.code, "share": "50"},
    ])  # fmt: skip
    draft.refresh_from_db()
    content = frozen_content(draft)
    content["answers"]["novelty"] = "PHẠM THỊ LỤA đề xuất"
    assert blinded(content)["answers"]["novelty"] == "▒▒▒ đề xuất"
