"""What is uploaded is scanned before it is kept, and of pictures only the picture is."""

import hashlib
import io
import random

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from config.errors import Invalid, TooLarge, Unavailable
from initiatives.files.kinds import JPEG, MAX_SIDE, PNG
from initiatives.files.uploading import BoundedUploadHandler
from initiatives.models import Attachment, Blob
from initiatives.services import files
from journal.models import Entry
from operations.checks import examine
from operations.services.backup import stored_names
from tests import city, samples
from tests.initiatives.clamd import EICAR, NAME, listening

pytestmark = [pytest.mark.files, pytest.mark.django_db]
INFECTED = samples.pdf() + b"\n%" + EICAR


@pytest.fixture
def author():
    return city.actor()


@pytest.fixture
def draft(author):
    return city.draft(author, city.round_at(city.unit()))


def attach(draft, author, name, data):
    return files.attach(draft.draft_code, author, name, SimpleUploadedFile(name, data))


def kept(attachment):
    with default_storage.open(attachment.blob.storage) as stream:
        return stream.read()


# --- viruses --------------------------------------------------------------------------------------------------------


def test_a_virus_is_refused_in_words_journaled_and_not_kept(draft, author, settings):
    with listening() as (settings.ANTIVIRUS_URL, seen):
        before = list(stored_names())
        with pytest.raises(Invalid) as error:
            attach(draft, author, "ban-ve.pdf", INFECTED)
        assert attach(draft, author, "sach.pdf", samples.pdf()).pk
    assert seen == [len(INFECTED), len(samples.pdf())]
    assert "ban-ve.pdf" in error.value.fields["file"][0]
    assert NAME in error.value.fields["file"][0]
    entry = Entry.objects.get(event="file_refused")
    assert entry.subject == f"dossier:{draft.pk}"
    assert entry.data == {"name": "ban-ve.pdf", "digest": hashlib.sha256(INFECTED).hexdigest(), "found": NAME}
    assert Attachment.objects.count() == Blob.objects.count() == 1
    assert len(list(stored_names())) <= len(before) + 1


@pytest.mark.parametrize("address", ["clamd://127.0.0.1:9", "clamd:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_down_refuses_files_or_lets_them_through_as_the_operator_says(
    draft, author, settings, address
):
    settings.ANTIVIRUS_URL, settings.ANTIVIRUS_DOWN = address, "refuse"
    with pytest.raises(Unavailable):
        attach(draft, author, "a.pdf", samples.pdf())
    assert not Blob.objects.exists()
    assert examine(["antivirus"])[0].state == "bad"
    settings.ANTIVIRUS_DOWN = "accept"
    assert attach(draft, author, "a.pdf", samples.pdf()).pk


def test_a_file_that_the_scanner_will_not_look_at_counts_as_not_scanned(draft, author, settings):
    with listening(most=10) as (settings.ANTIVIRUS_URL, _seen), pytest.raises(Unavailable):
        attach(draft, author, "a.pdf", samples.pdf())


def test_the_doctor_says_how_new_the_signatures_are(settings):
    assert examine(["antivirus"])[0].state == "unused"
    with listening() as (settings.ANTIVIRUS_URL, _seen):
        [finding] = examine(["antivirus"])
    assert (finding.state, "27500" in finding.words) == ("ok", True)


# --- pictures -------------------------------------------------------------------------------------------------------


def telephone_picture(form: str) -> bytes:
    """Taken upright by a telephone that says where, with a thumbnail, a comment and a profile of its colours."""
    image, out = Image.effect_noise((300, 200), 40).convert("RGB"), io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = 6  # turn it to see it upright
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 3.0, 7.5), 3: "E", 4: (108.0, 12.0, 40.2)})
    given = {"exif": exif, "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if form == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", "SecretMaker")
        given["pnginfo"] = told
    else:
        given["comment"] = b"SecretMaker"
    image.save(out, form, **given)
    return out.getvalue() + (b"SecretMaker after the end" if form == "JPEG" else b"")


@pytest.mark.parametrize(("form", "name", "kind"), [("JPEG", "a.jpg", JPEG), ("PNG", "a.png", PNG)])
def test_of_a_picture_only_its_pixels_are_kept_upright(draft, author, form, name, kind):
    sent = telephone_picture(form)
    assert b"SecretMaker" in sent
    attachment = attach(draft, author, name, sent)
    data = kept(attachment)
    assert b"SecretMaker" not in data
    assert attachment.blob.digest == hashlib.sha256(data).hexdigest()
    assert (attachment.blob.size, attachment.blob.media_type) == (len(data), kind)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (200, 300)
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "Author", "xmp", "photoshop"} & set(image.info)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_stays_as_it_looks_in_every_mode(draft, author, mode):
    chance = random.Random(7)
    image = Image.frombytes("L", (16, 16), chance.randbytes(256))
    image = Image.new("I;16", (16, 16), 40_000) if mode == "I;16" else image.convert(mode)
    out = io.BytesIO()
    image.save(out, "PNG", **({"transparency": 3} if mode == "P" else {}))
    data = kept(attach(draft, author, "a.png", out.getvalue()))
    with Image.open(io.BytesIO(data)) as found, Image.open(io.BytesIO(out.getvalue())) as sent:
        assert (found.mode, found.size) == (sent.mode, sent.size)
        assert found.convert("RGBA").tobytes() == sent.convert("RGBA").tobytes()


def test_a_picture_for_printers_becomes_one_for_screens(draft, author):
    out = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 0, 0, 255)).save(out, "JPEG")
    with Image.open(io.BytesIO(kept(attach(draft, author, "a.jpg", out.getvalue())))) as image:
        assert image.mode == "RGB"
        assert max(image.getpixel((4, 4))) < 16


@pytest.mark.parametrize("size", [(MAX_SIDE + 1, 1), (10_000, 6_001)])
def test_a_picture_that_would_unfold_too_far_is_refused_before_it_is_drawn(draft, author, size):
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    with pytest.raises(Invalid, match="60"):
        attach(draft, author, "a.png", out.getvalue())


def test_a_picture_that_breaks_off_is_refused(draft, author):
    with pytest.raises(Invalid):
        attach(draft, author, "a.jpg", telephone_picture("JPEG")[:9_000])
    assert not Blob.objects.exists()


# --- a disk that is full --------------------------------------------------------------------------------------------


class Full(io.RawIOBase):
    """A file on a disk without room."""

    def write(self, data):
        raise OSError(28, "No space left on device")

    def seek(self, *_where):
        return 0


def test_an_upload_for_which_there_is_no_room_says_try_again(draft, author):
    handler = BoundedUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", 9)
    handler.file.file.close()
    handler.file.file = Full()
    handler.receive_data_chunk(b"%PDF-1.7 ", 0)
    with pytest.raises(Unavailable):
        files.attach(draft.draft_code, author, "a.pdf", handler.file_complete(9))
    assert not Blob.objects.exists()


def test_a_storage_without_room_keeps_nothing_and_changes_nothing(draft, author, monkeypatch):
    monkeypatch.setattr(type(storages["default"]), "_save", _no_room)
    with pytest.raises(Unavailable):
        attach(draft, author, "a.pdf", samples.pdf())
    assert not Attachment.objects.exists()
    assert not Blob.objects.exists()
    monkeypatch.undo()
    assert attach(draft, author, "a.pdf", samples.pdf()).pk


def _no_room(self, name, content):
    raise OSError(28, "No space left on device")


def test_26_megabytes_are_refused_before_anybody_scans_them(draft, author, settings):
    settings.ANTIVIRUS_URL = "clamd://127.0.0.1:9"
    with pytest.raises(TooLarge):
        attach(draft, author, "a.pdf", b"%PDF-" + bytes(26 * 1024 * 1024))
