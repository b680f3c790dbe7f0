"""Files in a folder and in a bucket (a server that speaks S3): whole or not there, private, gone through the policy."""

import io
import os
import secrets

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.test import override_settings

from config.bucket import parse
from config.storage import Folder, S3Files
from initiatives.models import Blob
from initiatives.services.files import attach
from operations.checks import examine
from tests import city, samples


@pytest.fixture
def bucket(s3_url):
    return S3Files(s3_url, location=f"own-{os.getpid()}-{secrets.token_hex(4)}")


@pytest.fixture
def folder(tmp_path):
    return Folder(location=str(tmp_path))


@pytest.fixture(params=["folder", "bucket"])
def storage(request):
    return request.getfixturevalue(request.param)


def in_place(storage, s3_url):
    told = (
        {"url": s3_url, "location": storage.location}
        if isinstance(storage, S3Files)
        else {"location": storage.location}
    )
    name = type(storage).__name__
    return override_settings(STORAGES={"default": {"BACKEND": f"config.storage.{name}", "OPTIONS": told}})


def test_bytes_come_back_in_pieces_and_by_name(storage):
    data = os.urandom(3 * 1024 * 1024)
    assert storage.save("ab/abcdef", ContentFile(data)) == "ab/abcdef"
    assert (storage.exists("ab/abcdef"), storage.exists("ab/none")) == (True, False)
    assert storage.size("ab/abcdef") == len(data)
    with storage.open("ab/abcdef") as stream:
        assert b"".join(stream.chunks()) == data
    assert storage.listdir("") == (["ab"], [])
    assert storage.listdir("ab/") == ([], ["abcdef"])
    storage.delete("ab/abcdef")
    with pytest.raises(FileNotFoundError):
        storage.open("ab/abcdef")


def test_a_file_that_breaks_off_is_not_there_at_all(folder, tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        folder.save("ab/abcdef", _file(Broken()))
    assert not folder.exists("ab/abcdef")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def _file(stream):
    file = File(stream)
    file.size = 10
    return file


def test_nobody_reads_a_bucket_without_its_key(bucket, s3_url):
    bucket.save("probe", ContentFile(b"x"))
    assert not bucket.is_open_to_anybody("probe")
    wrong = S3Files(s3_url.replace(parse(s3_url).secret, "not-the-secret"), location=bucket.location)
    for asked in (
        lambda: wrong.open("probe"),
        lambda: wrong.save("other", ContentFile(b"y")),
        lambda: wrong.exists("probe"),
    ):
        with pytest.raises(OSError, match="storage of files"):
            asked()


@pytest.mark.django_db
def test_the_doctor_tries_the_bucket(bucket, s3_url):
    with in_place(bucket, s3_url):
        assert examine(["storage"])[0].state == "ok"
    with in_place(bucket, s3_url.replace("/sangkien", "/no-such-bucket")):
        assert examine(["storage"])[0].state == "bad"


@pytest.mark.django_db
def test_a_file_in_a_bucket_goes_only_to_who_may_see_it_as_an_attachment(bucket, s3_url):
    unit = city.unit()
    author, stranger = city.actor(at=unit), city.actor(at=city.unit("SXD"))
    draft = city.draft(author, city.round_at(unit))
    with in_place(bucket, s3_url):
        data = samples.pdf()
        file = attach(draft.reference, author, "ban-ve.pdf", city.upload("ban-ve.pdf", data))
        place = Blob.objects.get().storage
        assert bucket.exists(place)
        assert not bucket.is_open_to_anybody(place)
        address = f"/api/v1/files/{file.pk}/content/"
        answer = city.client(author).get(address)
        assert b"".join(answer.streaming_content) == data
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "Location" not in answer
        assert city.client(stranger).get(address).status_code == 404


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_is_a_try_again_and_nothing_is_changed(s3_url):
    unit = city.unit()
    author = city.actor(at=unit)
    draft = city.draft(author, city.round_at(unit))
    client = city.client(author)
    down = "s3+http://key:secret@127.0.0.1:9/bucket"
    with override_settings(STORAGES={"default": {"BACKEND": "config.storage.S3Files", "OPTIONS": {"url": down}}}):
        answer = client.post(
            f"/api/v1/dossiers/{draft.reference}/files/",
            {"file": city.upload("a.pdf", samples.pdf())},
            format="multipart",
        )
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/unavailable/"
    assert not Blob.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["https://files/bucket", "s3://files/bucket", "s3://key@files/bucket", "s3://key:secret@files", "s3://k:s@h/b/c", "s3://k:s@h/b?acl=public"],
)  # fmt: skip
def test_an_address_that_says_too_little_or_too_much_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL must look like"):
        parse(address)


def test_an_address_says_everything():
    found = parse("s3://k%2Fey:s%3At@files.example.vn:9000/bucket?region=hn-1&ca=/etc/ca.pem")
    assert (found.endpoint, found.name) == ("https://files.example.vn:9000", "bucket")
    assert (found.key, found.secret, found.region, found.authorities) == ("k/ey", "s:t", "hn-1", "/etc/ca.pem")
