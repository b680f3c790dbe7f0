"""Before Django: bodies are taken whole first, and few requests are worked on at a time."""

import io
import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

from operations.gate import IN_MEMORY, LONGEST, Gate

WITHIN = 20.0  # seconds until a test that hangs is given up


class SlowBody(io.RawIOBase):
    """Half of it, and the rest once somebody says so."""

    def __init__(self, go_on):
        self.left, self.go_on, self.asked = [b"half ", b"rest"], go_on, threading.Event()

    def read(self, size=-1):
        if len(self.left) == 1:
            self.asked.set()
            assert self.go_on.wait(WITHIN)
        return self.left.pop(0) if self.left else b""


def application(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def ask(gate, body=b"", path="/", length=None, source=None):
    told = []
    environ = {"PATH_INFO": path, "wsgi.input": source or io.BytesIO(body)}
    environ["CONTENT_LENGTH"] = str(len(body) if length is None else length)
    answer = b"".join(gate(environ, lambda status, headers: told.append(status)))
    return told[0], answer


def test_phones_that_upload_slowly_keep_nobody_out():
    gate, go_on, answers = Gate(application, places=2), threading.Event(), []
    bodies = [SlowBody(go_on) for _number in range(9)]
    phones = [
        threading.Thread(target=lambda body=body: answers.append(ask(gate, length=9, source=body))) for body in bodies
    ]
    for phone in phones:
        phone.start()
    assert all(body.asked.wait(WITHIN) for body in bodies)
    assert ask(gate, b"quick") == ("200 OK", b"quick")
    go_on.set()
    for phone in phones:
        phone.join(WITHIN)
    assert answers == [("200 OK", b"half rest")] * 9


def test_no_more_are_worked_on_than_there_are_places_and_probes_do_not_wait():
    working, go_on, inside = threading.Semaphore(0), threading.Event(), []

    def busy(environ, start_response):
        inside.append(environ["PATH_INFO"])
        working.release()
        assert go_on.wait(WITHIN)
        return application(environ, start_response)

    gate = Gate(busy, places=2)
    threads = [threading.Thread(target=ask, args=(gate, b"", f"/{number}/")) for number in range(5)]
    for thread in threads:
        thread.start()
    assert working.acquire(timeout=WITHIN)
    assert working.acquire(timeout=WITHIN)
    assert not working.acquire(timeout=0.2)
    probe = threading.Thread(target=ask, args=(gate, b"", "/healthz/"))
    probe.start()
    assert working.acquire(timeout=WITHIN)
    assert (len(inside), inside[-1]) == (3, "/healthz/")
    go_on.set()
    for thread in (*threads, probe):
        thread.join(WITHIN)
    assert len(inside) == 6


def test_what_is_kept_by_thread_is_kept_as_often_as_there_are_places():
    kept = set()

    def keeping(environ, start_response):
        kept.add(threading.current_thread().name)
        start_response("200 OK", [])
        return HttpResponse(b"done")

    gate = Gate(keeping, places=2)
    lines = [threading.Thread(target=ask, args=(gate,)) for _number in range(12)]
    for line in lines:
        line.start()
    for line in lines:
        line.join(WITHIN)
    assert kept <= {"place_0", "place_1"}


def sent(gate, path):
    return gate({"PATH_INFO": path, "wsgi.input": io.BytesIO()}, lambda status, headers: None)


@pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
def test_an_answer_speaks_the_language_of_its_request_to_the_end(kind):
    def spoken(environ, start_response):
        translation.activate(environ["PATH_INFO"].strip("/"))
        start_response("200 OK", [])
        return kind(translation.gettext("Dossiers").encode() for _line in range(2))

    gate = Gate(spoken, places=1)
    answers = [sent(gate, "/vi/"), sent(gate, "/en/")]
    assert [b"".join(answer) for answer in answers] == ["Hồ sơHồ sơ".encode(), b"DossiersDossiers"]


@pytest.mark.django_db  # the end of an answer looks after connections
@pytest.mark.parametrize(("kind", "closed_by"), [(HttpResponse, "gate"), (StreamingHttpResponse, "server")])
def test_what_an_answer_holds_is_given_back_once(kind, closed_by):
    closed = []

    def holding(environ, start_response):
        answer = kind([b"done"])
        answer._resource_closers.append(lambda: closed.append(threading.get_ident()))
        return answer

    answer = sent(Gate(holding, places=1), "/")
    assert (b"".join(answer), len(closed)) == (b"done", closed_by == "gate")
    if closed_by == "server":
        answer.close()
    assert len(closed) == 1
    assert (closed[0] == threading.get_ident()) == (closed_by == "server")


def test_what_goes_wrong_at_a_place_is_told_to_the_line():
    def broken(environ, start_response):
        raise ZeroDivisionError

    gate = Gate(broken, places=1)
    for _again in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(gate)


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY])
def test_what_comes_out_is_what_went_in(size):
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert ask(Gate(application), body) == ("200 OK", body)


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one():
    assert ask(Gate(application), b"half", length=9) == ("400 Bad Request", b"")


@pytest.mark.parametrize("length", ["", "-5", "ten", "٣"])
def test_a_length_that_is_none_is_left_to_the_application(length):
    environ = {"PATH_INFO": "/", "wsgi.input": io.BytesIO(b""), "CONTENT_LENGTH": length}
    assert list(Gate(application)(environ, lambda status, headers: None)) == [b""]


def test_a_body_longer_than_any_we_take_is_not_kept():
    source = io.BytesIO(b"as it comes")
    seen = []

    def looking(environ, start_response):
        seen.append(environ["wsgi.input"])
        return application(environ, start_response)

    ask(Gate(looking), length=LONGEST + 1, source=source)
    assert seen == [source]


def test_there_is_room_for_so_many_bodies_and_it_is_given_back():
    gate, go_on = Gate(application, room=20), threading.Event()
    slow = SlowBody(go_on)
    phone = threading.Thread(target=ask, args=(gate,), kwargs={"length": 9, "source": slow})
    phone.start()
    assert slow.asked.wait(WITHIN)
    status, words = ask(gate, b"x" * 12)
    assert (status, "thử lại" in words.decode().lower()) == ("503 Service Unavailable", True)
    assert ask(gate, b"x" * 11)[0] == "200 OK"
    go_on.set()
    phone.join(WITHIN)
    assert ask(gate, b"x" * 20)[0] == "200 OK"
