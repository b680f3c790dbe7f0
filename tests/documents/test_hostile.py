"""What people type is text: it is printed, or left out; it is never run, never fetched, and breaks nothing."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from documents.letters import MISSING
from documents.papers import AuthorLine, MinutesItem
from documents.qr import QrCode, qr_data_uri
from documents.typeset import TypesettingError, typeset
from tests.documents.papers import APPLICATION, CERTIFICATE, MINUTES, PAPERS, RECEIPT
from tests.documents.reading import fonts, lines, page_sizes, words

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ paper.issuer }}{% debug %}{% include 'documents/official.html' %}",
    "</p></body></html><h1>Khác</h1>",
    '"><img src="http://127.0.0.1:9/x"><link rel=stylesheet href=file:///etc/passwd>',
    "<style>@import url(file:///etc/hostname); p { display: none }</style>",
    "&lt;b&gt; &amp; &#x202e;",
    "&& || -- \\ % _ ' \" `",
)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and the paths that were asked of it."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_template_code_are_printed_as_they_were_typed(text):
    said = words(replace(RECEIPT, title=text).typeset()).replace(" ", "").replace("\ufffe", "")
    assert text.replace(" ", "") in said
    assert "Ngàytrảkếtquả" in said


def test_control_characters_and_nul_bytes_are_left_out():
    dirty = "Giải\x00 pháp\x07 số\x1b hóa\x7f\x85 quy\u200b trình\u202e ngược\u2066 chiều\ufeff \ud800"
    assert "Giải pháp số hóa quy trình ngược chiều" in words(replace(RECEIPT, title=dirty).typeset())


def test_letters_that_the_faces_lack_become_boxes_in_our_face():
    pdf = replace(RECEIPT, title="Tên 🚀 שלום 漢字 ภาษา 👨‍👩‍👧 hết").typeset()
    assert f"Tên {MISSING}" in words(pdf)
    assert words(pdf).count(MISSING) >= 3
    assert all(name.partition("+")[2].startswith("Official") for name, _ in fonts(pdf))


def test_decomposed_letters_print_as_composed_ones():
    assert "Tiếng Việt đổi mới" in words(replace(RECEIPT, title="Tiếng Việt đổi mới").typeset())


def test_a_mark_at_the_start_does_not_eat_the_markup_before_it():
    text = words(replace(RECEIPT, title="\u0338Tên \u0338 khác", code="\u0338x").typeset())
    assert "Tên" in text
    assert "NGƯỜI NHẬN HỒ SƠ" in text


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_very_long_word_breaks_inside_the_page(name):
    paper = replace(PAPERS[name], issuer="Ủ" * 300, place="X" * 200)
    pdf = replace(paper, **({"title": "A" * 500} if hasattr(paper, "title") else {})).typeset()
    edge = page_sizes(pdf)[0][0]
    assert all(found.right <= edge - 5 for found in lines(pdf))


def test_twenty_authors_and_a_title_of_500_letters_are_printed_whole():
    authors = [replace(APPLICATION.authors[0], full_name=f"Nguyễn Thị Hồng Nhung {number}") for number in range(20)]
    text = words(replace(APPLICATION, authors=authors, title="Đổi mới quy trình " * 28).typeset())
    assert all(f"Nhung {number}" in text for number in range(20))
    assert text.count("Đổi mới quy trình") == 28


def test_a_tower_of_marks_does_not_run_over_other_lines():
    pdf = replace(RECEIPT, title="Za\u0301\u0302\u0301\u0301\u0302" + "\u0301" * 400 + "lgo").typeset()
    assert len(page_sizes(pdf)) == 1
    assert max(found.bottom - found.top for found in lines(pdf)) < 8


def test_empty_papers_print_too():
    for paper in PAPERS.values():
        assert type(paper)(issuer="").typeset().startswith(b"%PDF-1.7")
    assert replace(MINUTES, items=[MinutesItem("", "")]).typeset()
    assert replace(APPLICATION, authors=[AuthorLine("")]).typeset()


def test_text_that_claims_to_be_safe_is_escaped_all_the_same():
    from django.utils.safestring import mark_safe

    assert "<b>Tên</b>" in words(replace(RECEIPT, title=mark_safe("<b>Tên</b>")).typeset())


@pytest.fixture
def template(settings, tmp_path):
    """Writes a template and gives its name: what a careless template could try."""
    import copy

    engines = copy.deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"] = [tmp_path, *engines[0]["DIRS"]]
    settings.TEMPLATES = engines

    def write(body: str) -> str:
        (tmp_path / "tried.html").write_text(f'<html lang="vi"><head><title>x</title></head><body>{body}</body></html>')
        return "tried.html"

    return write


@pytest.mark.parametrize(
    "body", ['<img src="{address}/a.png" alt="x">', '<p style="background: url({address}/b)">x</p>']
)
def test_even_a_template_fetches_nothing_from_the_network(template, visits, body):
    address, paths = visits
    with pytest.raises(TypesettingError):
        typeset(template(body.format(address=address)), {})
    assert paths == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "data:image/png;base64,AAAA", "ftp://127.0.0.1/x"])
def test_nor_from_the_disk_nor_data_that_is_not_ours(template, address):
    with pytest.raises(TypesettingError):
        typeset(template(f'<img src="{address}" alt="x">'), {})


def test_a_code_of_another_paper_is_not_ours_either(template):
    body = '<img src="{{ shown }}" alt="x">'
    assert typeset(template(body), {"shown": qr_data_uri("a")})
    with pytest.raises(TypesettingError):
        typeset(template(body), {"shown": str(QrCode(qr_data_uri("a"))) + ""})


def test_a_paper_that_cannot_be_made_raises_the_one_error():
    with pytest.raises(TypesettingError, match="no-such-paper"):
        typeset("documents/papers/no-such-paper.html", {})
    with pytest.raises(TypesettingError):
        replace(CERTIFICATE, verify_url="x" * 4_000).typeset()
