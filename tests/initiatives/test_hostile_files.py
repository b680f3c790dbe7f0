"""Files that mean harm: refused with words that help, or read at a bounded cost; the server lives on."""

import io
import struct
import threading
import zipfile

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from config.errors import Invalid, TooLarge
from initiatives.files import apart, kinds
from initiatives.files.kinds import DOCX, JPEG, ODT, PDF, PNG, XLSX, kind_of
from initiatives.files.reading import pages_of
from initiatives.files.uploading import BoundedUploadHandler
from initiatives.models import Attachment, Blob
from initiatives.services import files
from initiatives.services.limits import MAX_FILE, MAX_FILES
from initiatives.services.storage import open_blob, put_bytes, put_stream
from journal.models import Delivery, Event
from journal.services.follow import follow_all
from tests import city, samples

pytestmark = pytest.mark.files
MB = 1024 * 1024


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Invalid) as error:
        kind_of(samples.stream(data), name)
    assert set(error.value.fields) == {"file"}
    return str(error.value.message)


# --- what a file is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", samples.pdf(), PDF), ("A.PDF", samples.pdf(2), PDF), ("a.docx", samples.word(), DOCX),
        ("a.xlsx", samples.sheet(), XLSX), ("a.odt", samples.odt(), ODT), ("a.png", samples.picture(), PNG),
        ("a.jpg", samples.picture("JPEG"), JPEG), ("a.jpeg", samples.picture("JPEG"), JPEG),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(name, data, kind):
    assert kind_of(samples.stream(data), name) == kind


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("mo-ta.docx", samples.pdf(), ".pdf"), ("mo-ta", samples.pdf(), ".pdf"), ("mo-ta.pdf.exe", samples.pdf(), ".pdf"),
        ("anh.png", samples.picture("JPEG"), ".jpeg / .jpg"), ("so.docx", samples.sheet(), ".xlsx"),
    ],
)  # fmt: skip
def test_a_name_that_says_something_else_is_to_be_changed(name, data, ending):
    assert ending in refusal(data, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"MZ\x90\x00\x03" + b"\x00" * 200), ("a.png", b"<svg onload=alert(1)>"), ("a.docx", b"\xd0\xcf\x11\xe0" * 99),
        ("a.docx", samples.package({"readme.txt": b"x"})), ("a.odt", samples.package({"mimetype": b"text/plain"})),
        ("a.pdf", b"\n%PDF-1.7"), ("a.jpg", b"GIF89a"), ("a.pdf", b""),
    ],
)  # fmt: skip
def test_what_is_none_of_the_kinds_taken_is_refused_whatever_its_name(name, data):
    assert "PDF, DOCX, XLSX, ODT, PNG" in refusal(data, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 and then nothing"), ("a.pdf", samples.pdf()[:60]), ("a.png", samples.picture()[:30]),
        ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.jpg", b"\xff\xd8\xff"), ("a.docx", samples.word()[:400]),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 500),
    ],
)  # fmt: skip
def test_what_is_broken_is_refused(name, data):
    assert refusal(data, name)


def test_a_pdf_locked_with_a_password_is_refused():
    locked = samples.written_pdf("Bi mat").replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -1/O("
        + b"o" * 32
        + b")/U("
        + b"u" * 32
        + b")>>",
    )
    assert "mật khẩu" in refusal(locked, "a.pdf")


# --- packages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "setup.exe", "word/a.dll", "x/run.js"])
def test_macros_and_programs_are_refused(name):
    assert "macro" in refusal(samples.word_with({name: b"x"}), "a.docx").lower()


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Scripts/python/run.py"])
def test_macros_of_an_open_document_are_refused(name):
    data = io.BytesIO(samples.odt())
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(name, b"x")
    assert "macro" in refusal(data.getvalue(), "a.odt").lower()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "word/../../../x", "/etc/passwd", "..\\..\\x", "C:\\x", "C:/x", "\\\\server\\x"]
)
def test_names_that_lead_out_of_the_package_are_refused(name):
    assert refusal(samples.word_with({name: b"x"}), "a.docx")


def test_a_bomb_is_not_unpacked():
    assert "giải nén" in refusal(samples.word_with({"word/media/zeros.bin": b"\x00" * 40 * MB}), "a.docx")


def test_a_bomb_of_many_small_members_is_not_unpacked():
    many = {f"word/media/{number}": b"" for number in range(kinds.MAX_ENTRIES)}
    assert "giải nén" in refusal(samples.word_with(many), "a.docx")


def test_a_directory_of_millions_of_members_is_not_even_read():
    data = bytearray(samples.word())
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, kinds.MAX_DIRECTORY + 1)
    assert "giải nén" in refusal(bytes(data), "a.docx")


def test_a_package_in_a_package_in_a_package_is_only_bytes():
    inner = b"\x00" * 100_000
    for _depth in range(20):
        inner = samples.package({"a.zip": inner})
    data = samples.word_with({"word/embeddings/a.zip": inner})
    assert kind_of(samples.stream(data), "a.docx") == DOCX
    assert pages_of(samples.stream(data), DOCX) == ["Mô tả sáng kiến"]


def test_a_member_that_lies_about_its_size_gives_what_it_says_and_no_more():
    data = bytearray(samples.package({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w>" + b"a" * 10 * MB}))
    directory = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    struct.pack_into("<L", data, directory + 24, 100)  # the size unpacked, in the directory
    assert kind_of(samples.stream(bytes(data)), "a.docx") == DOCX
    assert pages_of(samples.stream(bytes(data)), DOCX) == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    data = io.BytesIO()
    Image.new("1", (10_000, 6_001)).save(data, "PNG")
    assert len(data.getvalue()) < MB
    assert "60" in refusal(data.getvalue(), "a.png")


def test_many_threads_may_judge_pdfs_at_once():
    data, found = samples.pdf(20), []

    def judge() -> None:
        for _turn in range(30):
            found.append(kind_of(samples.stream(data), "a.pdf"))

    threads = [threading.Thread(target=judge) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [PDF] * 120


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (samples.written_pdf("Tiet kiem nuoc 2026"), PDF, ["Tiet kiem nuoc 2026"]),
        (samples.word("Giải pháp số hóa", "Đoạn hai"), DOCX, ["Giải pháp số hóa\nĐoạn hai"]),
        (samples.odt("Giải pháp số hóa", "Đoạn hai"), ODT, ["Giải pháp số hóa\nĐoạn hai"]),
        (samples.sheet(("Năm", "Lợi ích"), (2026, 1.5)), XLSX, ["Năm Lợi ích\n2026 1.5"]),
        (samples.pdf(3), PDF, ["", "", ""]),
        (samples.picture(), PNG, []),
    ],
)
def test_the_text_of_each_kind_is_found_page_by_page(data, kind, pages):
    assert pages_of(samples.stream(data), kind) == pages


def test_words_beside_a_tab_or_a_line_break_stay_apart():
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>' + (
        b"<w:r><w:t>H\xe1\xbb\x8d t\xc3\xaan:</w:t><w:tab/><w:t>Minh</w:t><w:br/><w:t>Anh</w:t></w:r></w:p></w:body></w:document>"
    )
    assert pages_of(samples.stream(samples.package({"word/document.xml": body})), DOCX) == ["Họ tên: Minh Anh"]


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x>&l11;</x>'.encode()
    return samples.package({"word/document.xml": body, "content.xml": body})


def outside() -> bytes:
    body = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    return samples.package({"word/document.xml": body, "content.xml": body})


@pytest.mark.parametrize("kind", [DOCX, ODT])
@pytest.mark.parametrize("made", [laughs, outside])
def test_entities_are_neither_unfolded_nor_fetched(made, kind):
    assert pages_of(samples.stream(made()), kind) == []


def test_a_sheet_with_one_cell_far_away_does_not_take_the_memory():
    assert len("".join(pages_of(samples.stream(far_away()), XLSX))) < 1_000


def far_away() -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "gần")
        page.write(1_048_575, 16_383, "xa")
    return stream.getvalue()


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    assert pages_of(samples.stream(samples.word()), DOCX) == []


def test_a_long_text_is_cut():
    pages = pages_of(samples.stream(samples.word(*["chữ " * 25_000] * 30)), DOCX)
    assert 0 < len(pages[0]) <= 2_000_000


# --- attaching ------------------------------------------------------------------------------------------------------


@pytest.fixture
def author(db):
    return city.actor()


@pytest.fixture
def draft(author):
    return city.draft(author, city.round_at(city.unit()))


def attach(draft, author, name, data):
    return files.attach(draft.draft_code, author, name, city.upload(name, data))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.png", "passwd.png"), ("C:\\Users\\a\\anh.png", "anh.png"), ("a\x00\nb\u202egnp.png", "a bgnp.png"),
        ("Ảnh «1» & <b>.png", "Ảnh «1» & <b>.png"), ("x" * 400 + ".png", "x" * 196 + ".png"),
    ],
)  # fmt: skip
def test_names_are_shown_and_never_used_as_paths(name, shown, draft, author):
    file = attach(draft, author, name, samples.picture())
    assert file.name == shown
    assert file.blob.storage == f"{file.blob.digest[:2]}/{file.blob.digest}"
    answer = files.response(draft.draft_code, author, file.pk)
    assert "\n" not in answer["Content-Disposition"]


def test_a_file_that_is_too_large_says_how_large_and_how_much_is_allowed(draft, author):
    with pytest.raises(TooLarge) as error:
        attach(draft, author, "lon.pdf", b"%PDF-" + b"0" * 26 * MB)
    assert "26,0" in str(error.value.message)
    assert "25 MB" in str(error.value.message)


def test_all_files_together_have_a_limit_and_a_number(draft, author, monkeypatch):
    monkeypatch.setattr(files, "MAX_TOTAL", 2 * len(samples.picture()) + 10)
    attach(draft, author, "1.png", samples.picture())
    second = attach(draft, author, "2.png", samples.picture())
    with pytest.raises(TooLarge):
        attach(draft, author, "3.png", samples.picture())
    files.remove(draft.draft_code, author, second.pk)
    attach(draft, author, "3.png", samples.picture())
    monkeypatch.setattr(files, "MAX_TOTAL", MAX_FILE)
    for number in range(4, MAX_FILES + 2):
        attach(draft, author, f"{number}.png", samples.picture())
    with pytest.raises(Invalid) as error:
        attach(draft, author, "31.png", samples.picture())
    assert "30" in str(error.value.message)


def test_an_upload_beyond_the_limit_takes_no_more_disk_than_a_file_may():
    handler = BoundedUploadHandler()
    handler.new_file("file", "lon.bin", "application/octet-stream", None)
    place = 0
    for _chunk in range(30):
        handler.receive_data_chunk(b"0" * MB, place)
        place += MB
    upload = handler.file_complete(place)
    assert upload.size == 30 * MB
    assert len(upload.read()) == MAX_FILE


def test_what_is_refused_leaves_nothing_behind(draft, author):
    with pytest.raises(Invalid):
        attach(draft, author, "a.pdf", b"MZ")
    assert not Attachment.objects.exists()
    assert not Blob.objects.exists()


# --- storage --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_bytes_are_kept_once_and_come_back_as_they_were():
    first, second = put_bytes(b"%PDF-1", PDF), put_bytes(b"%PDF-1", PDF)
    assert first == second
    with open_blob(first) as stream:
        assert stream.read() == b"%PDF-1"


@pytest.mark.django_db
def test_half_a_file_that_a_crash_left_is_not_taken_for_the_whole():
    data = b"the whole of it"
    blob = put_bytes(data, PDF)
    digest = blob.digest
    blob.delete()
    with default_storage.open(f"{digest[:2]}/{digest}", "wb") as stream:
        stream.write(data[:4])
    whole = put_stream(samples.stream(data), digest, len(data), PDF)
    with open_blob(whole) as stream:
        assert stream.read() == data


def test_the_text_is_found_after_the_request_by_a_follower_and_never_in_it(draft, author):
    file = attach(draft, author, "a.docx", samples.word("Giải pháp số hóa"))
    assert file.blob.pages == []
    follow_all()
    assert Blob.objects.get(pk=file.blob_id).pages == ["Giải pháp số hóa"]
    assert not Delivery.objects.filter(follower="texts").exists()


def test_bytes_that_are_gone_hold_back_no_other_file(draft, author):
    gone, there = (attach(draft, author, f"{n}.docx", samples.word(f"Tệp {n}")) for n in (1, 2))
    default_storage.delete(gone.blob.storage)
    files.read_text(list(Event.objects.filter(name="file_added").order_by("id")))
    assert Blob.objects.get(pk=there.blob_id).pages == ["Tệp 2"]
