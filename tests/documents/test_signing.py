"""Signed papers: who signed, what it looks like and where, that it holds, and that it breaks when anything changes."""

import io
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.signing.check import certificates, checked
from documents.signing.keys import SigningError
from documents.signing.places import POINTS, hand_box, seal_box
from documents.signing.reading import signatures_of
from documents.signing.sign import sign
from documents.signing.sources import read_signing
from tests.documents import authority
from tests.documents.papers import APPLICATION, CERTIFICATE, DIRECTOR, RECOGNITION
from tests.documents.reading import line

VIETNAM = timezone(timedelta(hours=7))
AT = datetime(2026, 2, 5, 9, 30, tzinfo=VIETNAM)
REFERENCE = "12/QĐ-SKHCN"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return authority.settings_in(tmp_path_factory.mktemp("keys"), "SKHCN", DIRECTOR.name)


@pytest.fixture(scope="module")
def keys(settings):
    return settings.keys_of("SKHCN", "nguyễn  văn quảng")


@pytest.fixture(scope="module")
def signed(keys):
    return sign(RECOGNITION.typeset(), keys, REFERENCE, AT)


def found(pdf, settings):
    return checked(pdf, certificates(settings.trust))


def colours(pdf, box):
    """What is seen in a part of the first page, in millimetres from its top left: how much red, how much blue."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    left, top, right, bottom = (round(side * POINTS * 2) for side in box)
    pixels = document[0].render(scale=2).to_pil().convert("RGB").crop((left, top, right, bottom)).getdata()
    red = sum(r > 150 and g < 90 and b < 90 for r, g, b in pixels)
    blue = sum(b > 120 and r < 80 for r, g, b in pixels)
    return red, blue


def test_the_person_signs_and_then_the_agency_and_both_hold(signed, settings):
    person, agency = found(signed, settings)
    assert (person["name"], agency["name"]) == (DIRECTOR.name, "Cơ quan SKHCN")
    for one in (person, agency):
        assert one["intact"] and one["whole"] and one["trusted"]
        assert abs(datetime.fromisoformat(one["at"]) - datetime.now(UTC)) < timedelta(minutes=5)
        assert not one["stamped"]


def test_hand_and_seal_stand_between_post_and_name_the_seal_over_a_third_of_the_hand_on_its_left(signed):
    name = line(signed, DIRECTOR.name)
    middle = name.middle
    assert colours(signed, (middle - 20, name.top - 24, middle + 20, name.top))[1] > 300
    left_third = colours(signed, (middle - 20, name.top - 24, middle - 20 + 40 / 3, name.top))[0]
    right_rest = colours(signed, (middle - 20 + 40 / 3 + 1, name.top - 24, middle + 20, name.top))[0]
    assert left_third > 0
    assert right_rest == 0
    assert colours(signed, (middle - 20 + 40 / 3 - 36, name.top - 35, middle, name.top + 10))[0] > 1000


@given(st.floats(20, 160), st.floats(10, 80), st.floats(30, 120), st.floats(30, 120))
def test_wherever_the_hand_is_the_seal_ends_at_a_third_of_it(width, height, wide, high):
    hand = hand_box(300, 400, 68, (width, height))
    seal = seal_box(300, 400, 68, (wide, high), hand)
    assert hand.left + hand.width / 2 == pytest.approx(300)
    assert hand.height <= 68.001
    assert seal.left + seal.width == pytest.approx(hand.left + hand.width / 3)
    assert (seal.width, seal.height) == (wide, high)


def test_a_paper_without_a_place_for_it_bears_number_and_time_at_the_top_right(keys, settings):
    plain = APPLICATION.typeset()
    pdf = sign(plain, keys[1:], REFERENCE, AT)
    assert [one["name"] for one in found(pdf, settings)] == ["Cơ quan SKHCN"]

    def ink(data):
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        page = document[0].render(scale=1).to_pil().convert("L").crop((350, 20, 560, 45))
        return sum(pixel < 128 for pixel in page.getdata())

    assert ink(plain) == 0
    assert ink(pdf) > 150


@pytest.mark.parametrize("place", [100, 0.3, 0.6])
def test_a_changed_byte_breaks_the_signatures(signed, settings, place):
    start = signed.index(b"stream\n") + 20 if place == 100 else int(signed.index(b"/ByteRange") * place)
    changed = signed[:start] + bytes([signed[start] ^ 1]) + signed[start + 1 :]
    told = signatures_of(changed, settings.trust)
    assert told is None or not any(one.holds for one in told)


def test_something_added_after_signing_is_seen(signed, settings):
    writer, out = IncrementalPdfFileWriter(io.BytesIO(signed)), io.BytesIO()
    writer.root["/Extra"] = NumberObject(1)
    writer.update_root()
    writer.write(out)
    assert [(one["intact"], one["whole"]) for one in found(out.getvalue(), settings)] == [(True, False)] * 2


def test_a_signer_whom_nobody_vouches_for_is_not_trusted(signed):
    told = signatures_of(signed, ())
    assert [(one.intact, one.trusted, one.holds) for one in told] == [(True, False, False)] * 2


def test_the_time_is_stamped_where_a_service_is_set(keys, settings):
    with authority.time_stamping() as address:
        pdf = sign(CERTIFICATE.typeset(), keys, REFERENCE, AT, 18, address)
    told = found(pdf, settings)
    assert all(one["stamped"] and one["intact"] and one["whole"] for one in told)
    assert all(abs(datetime.fromisoformat(one["at"]) - datetime.now(UTC)) < timedelta(minutes=5) for one in told)


def test_a_service_that_does_not_answer_leaves_nothing_half_signed(keys):
    with pytest.raises(SigningError):
        sign(CERTIFICATE.typeset(), keys, REFERENCE, AT, 18, "http://127.0.0.1:9/")


def test_a_certificate_that_has_run_out_signs_nothing(keys):
    with pytest.raises(SigningError, match="does not hold on 2100-01-01"):
        sign(CERTIFICATE.typeset(), keys, REFERENCE, datetime(2100, 1, 1, tzinfo=VIETNAM))


def test_without_the_key_of_the_agency_nobody_signs(settings):
    assert settings.keys_of("SYT", DIRECTOR.name) == ()
    assert [key.signer for key in settings.keys_of("SKHCN", "Người khác")] == [""]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("password_file", "pass_file", "nobody knows"),
        ('unit = "SKHCN"', 'unit = ""', "names the code of its unit"),
        ('pkcs12 = "agency.p12"', 'pkcs12 = "lost.p12"', "is not there"),
        ('pkcs12 = "agency.p12"', "", "either a pkcs12 file or a pkcs11 module"),
        ('pkcs12 = "agency.p12"', 'pkcs11 = "agency.p12"', "needs token and certificate"),
        ('image = "agency.png"', "", "needs an image"),
        ('pkcs12 = "agency.p12"', 'pkcs12 = "root.pem"', "no PKCS#12 file that its password opens"),
        ('password_file = "password"', 'password_file = "root.pem"', "that its password opens"),
        ("[[key]]", "key = 1 [[", "cannot be read"),
        ('image = "agency.png"', 'image = "agency.png"\nwidth_mm = 500', "between 10 and 80"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(tmp_path, before, after, said):
    path = authority.written_in(tmp_path, "SKHCN")
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_signing(path)


def test_what_is_no_pdf_has_no_signatures_that_anybody_could_read():
    assert signatures_of(b"%PDF-1.7 \x00\xff" * 50, ()) is None
