import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from config.errors import Invalid, NotFound, TooLarge
from documents.papers import ReceiptPaper
from initiatives.files.kinds import DOCX, ENDINGS, ODT
from initiatives.files.reading import pages_of
from initiatives.models import Attachment, Blob
from initiatives.services import files
from initiatives.services.dossiers import perform
from tests import city as factories

pytestmark = [pytest.mark.files, pytest.mark.django_db]


@pytest.fixture
def author():
    return factories.actor()


@pytest.fixture
def draft(author):
    return factories.draft(author, factories.round_at(factories.unit()))


def attach(draft, author, name, data):
    return files.attach(draft.draft_code, author, name, SimpleUploadedFile(name, data))


def pdf() -> bytes:
    return ReceiptPaper(issuer="Sở Y tế", code="SK-1", title="Kiểm thử nội dung tệp").typeset()


def docx(text: str = "Giải pháp số hóa") -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return stream.getvalue()


def package(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def test_files_of_every_kind_are_kept_once_by_digest(draft, author):
    for name, data in (("a.pdf", pdf()), ("b.docx", docx()), ("c.png", png())):
        attach(draft, author, name, data)
    attach(draft, author, "again.png", png())
    assert Attachment.objects.count() == 4
    assert Blob.objects.count() == 3


@pytest.mark.parametrize(
    "name, data",
    [
        ("chuong-trinh.pdf", b"MZ\x90\x00 not a pdf"),
        ("hong.pdf", b"%PDF-1.7 and then nothing"),
        ("anh.png", b"\x89PNG\r\n\x1a\n broken"),
        ("tep.docx", package(**{"anything.txt": b"x"})),
        ("trang.html", b"<html><script>alert(1)</script>"),
        ("rong.pdf", b""),
    ],
)
def test_what_is_not_what_it_claims_is_refused_at_the_field(draft, author, name, data):
    with pytest.raises(Invalid) as error:
        attach(draft, author, name, data)
    assert error.value.fields["file"]
    assert not Attachment.objects.exists()


def test_a_wrong_ending_says_which_one_is_right(draft, author):
    with pytest.raises(Invalid) as error:
        attach(draft, author, "anh.pdf", png())
    assert ".png" in str(error.value.message)


def test_a_zip_bomb_in_a_document_is_not_opened(draft, author):
    bomb = package(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"\0" * 40_000_000})
    with pytest.raises(Invalid):
        attach(draft, author, "bom.docx", bomb)


def test_a_document_with_macros_is_refused(draft, author):
    data = package(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>", "word__vbaProject.bin": b"x"})
    with pytest.raises(Invalid):
        attach(draft, author, "macro.docx", data)


def test_a_package_that_climbs_out_of_its_folder_is_refused(draft, author):
    data = package(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>", "..__..__etc__passwd": b"x"})
    with pytest.raises(Invalid):
        attach(draft, author, "leo.docx", data)


def test_26_megabytes_are_too_large(draft, author):
    with pytest.raises(TooLarge) as error:
        attach(draft, author, "lon.pdf", b"%PDF-" + b"0" * (26 * 1024 * 1024))
    assert "26" in str(error.value.message)


def test_a_name_is_never_a_path(draft, author):
    assert attach(draft, author, "..\\..\\windows\\anh.png", png()).name == "anh.png"
    assert Blob.objects.get().storage.startswith(Blob.objects.get().digest[:2])


def test_removing_a_file_keeps_it_in_the_version_that_froze_it(draft, author):
    file = attach(draft, author, "anh.png", png())
    dossier = perform(draft.draft_code, "submit", author)
    checker = factories.actor("officer", at=dossier.authority)
    perform(dossier.code, "return", checker, reasons=[{"field": "files", "text": "Thay ảnh"}])
    files.remove(dossier.code, author, file.pk)
    assert dossier.versions.get().content["files"][0]["digest"] == file.blob.digest
    assert b"".join(files.response(dossier.code, author, file.pk).streaming_content) == png()


def test_a_stranger_gets_no_file(draft, author):
    file = attach(draft, author, "anh.png", png())
    stranger = factories.actor(at=factories.unit("SXD"))
    with pytest.raises(NotFound):
        files.response(draft.draft_code, stranger, file.pk)


def test_files_are_served_so_that_nothing_in_them_runs(draft, author):
    file = attach(draft, author, "a.pdf", pdf())
    answer = files.response(draft.draft_code, author, file.pk)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_text_is_found_in_pdf_and_documents():
    assert "Kiểm thử nội dung tệp" in "".join(pages_of(io.BytesIO(pdf()), "application/pdf"))
    assert pages_of(io.BytesIO(docx()), DOCX) == ["Giải pháp số hóa"]


def test_a_hostile_document_gives_no_text_and_no_error():
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><office:body xmlns:office="o">&a;</office:body>'
    assert pages_of(io.BytesIO(package(**{"content.xml": entity})), ODT) == []
    assert set(ENDINGS) >= {DOCX, ODT}
