"""People who go on with their work whatever happens: what got no answer is asked again, and looked up."""

import hashlib
import itertools
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from queue import Empty, Queue
from typing import Any

import httpx

from demonstration.cast import PASSWORD
from tests import city, samples

COUNCIL = {"chutich": "chair", "phochutich": "deputy", "thuky": "secretary", "phanbien": "reviewer", "uyvien": "member"}
SCORES = {"novelty": "34", "applicability": "26", "benefit": "25.5"}
REGISTRAR, OFFICER, AUTHOR = "coquan", "canbo", "tacgia"
PAUSE = 0.3


def pause(tries: int) -> float:
    """Ever longer, so that who waits for a server takes nothing from it while it starts."""
    return min(PAUSE * 1.5 ** (tries - 1), 2.0)


class Refused(Exception):
    """The server said no to what it should have done."""


class Person:
    """Somebody with a token."""

    def __init__(self, address: str, username: str, count: Counter[str]) -> None:
        self.line = httpx.Client(base_url=f"{address}/api/v1/", timeout=30)
        self.count = count
        if username:
            told = self.sure("POST", "tokens/", {"username": username, "password": PASSWORD})
            self.line.headers["Authorization"] = f"Token {told['token']}"

    def sure(
        self, method: str, path: str, body: Any = None, seen: Callable[[], Any] | None = None,
        upload: tuple[str, bytes] | None = None,
    ) -> Any:  # fmt: skip
        """Ask until it is known to be done. A refusal after an attempt whose answer was lost means that it was done:
        then `seen` looks the result up.
        """
        lost, tries = False, 0
        while True:
            tries += 1
            try:
                sent = {"files": {"file": upload}} if upload else {"json": body}
                answer = self.line.request(method, path, headers={"If-Match": "*"}, **sent)
            except httpx.TransportError:
                lost = True
                self.count["answers lost"] += 1
                time.sleep(pause(tries))
                continue
            if answer.status_code >= 500 or answer.status_code == 429:
                lost = True
                self.count[f"answers {answer.status_code}"] += 1
                time.sleep(pause(tries))
            elif answer.is_success:
                self.count["operations"] += 1
                return answer.json() if answer.content and "json" in answer.headers["content-type"] else None
            elif lost:
                self.count["done though the answer was lost"] += 1
                return seen() if seen else None
            else:
                raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:300]}")

    def get(self, path: str) -> Any:
        """Read."""
        return self.sure("GET", path)


class Town:
    """All of them, at work until told to stop. What was acknowledged is remembered, to be held against the database."""

    def __init__(self, address: str, round_: str, today: str, name: str = "") -> None:
        self.count: Counter[str] = Counter()
        self.round, self.today, self.name = round_, today, name
        names = [AUTHOR, OFFICER, REGISTRAR, *COUNCIL, ""]
        self.people = {name: Person(address, name, self.count) for name in names}
        self.codes = {name: self.people[name].get("me/")["person"] for name in COUNCIL}
        self.ending = threading.Event()
        self.filed: dict[str, str] = {}
        self.files: list[str] = []
        self.ballots: dict[int, set[str]] = {}
        self.numbers: list[str] = []
        self.waiting: Queue[str] = Queue()
        self.faults: list[str] = []
        self.numbering = itertools.count(1)
        work = (self.file, self.file, self.judge, self.search)
        self.threads = [threading.Thread(target=self._go_on, args=(one,), daemon=True) for one in work]

    def start(self) -> None:
        """Begin."""
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Finish what is in hand, and stop."""
        self.ending.set()
        for thread in self.threads:
            thread.join(180)
        self.faults += [f"{thread.name} has not come to an end" for thread in self.threads if thread.is_alive()]

    def _go_on(self, work: Callable[[], None]) -> None:
        while not self.ending.is_set():
            try:
                work()
            except Exception as error:
                self.faults.append(f"{work.__name__}: {type(error).__name__} {error}"[:400])
                time.sleep(PAUSE)

    def file(self) -> None:
        """Draft, fill in, submit; the officer admits."""
        author, title = self.people[AUTHOR], f"Sáng kiến thử lửa số {next(self.numbering)} {self.name}".strip()
        draft = author.sure("POST", "dossiers/", {"round": self.round, "title": title})["code"]
        answers = {**ANSWERS, "title": title}
        author.sure("PATCH", f"dossiers/{draft}/", {"answers": answers})
        self._upload(author, draft)
        look = lambda: author.get(f"dossiers/{draft}/")  # noqa: E731
        code = author.sure("POST", f"dossiers/{draft}/transitions/submit/", {}, look)["code"]
        self.filed[code] = title
        self.people[OFFICER].sure("POST", f"dossiers/{code}/transitions/admit/", {})
        self.waiting.put(code)
        self.ending.wait(1.0)

    def _upload(self, author: Person, draft: str) -> None:
        """A file of its own kind of bytes; asked again it may hang there twice, but never not at all."""
        data = samples.pdf() + b"\n%" + secrets.token_hex(15_000).encode()
        author.sure("POST", f"dossiers/{draft}/files/", upload=("mo-ta.pdf", data))
        self.files.append(hashlib.sha256(data).hexdigest())

    def search(self) -> None:
        """Anybody looks for something."""
        self.people[""].get("search/?q=sang kien thu lua")
        self.ending.wait(0.5)

    def judge(self) -> None:
        """A council scores and votes, the registrar decides."""
        try:
            code = self.waiting.get(timeout=1)
        except Empty:
            return
        office, chair = self.people[REGISTRAR], self.people["chutich"]
        seats = [{"person": self.codes[name], "role": role} for name, role in COUNCIL.items()]
        council = office.sure("POST", "councils/", {"round": self.round, "title": "Hội đồng", "seats": seats})
        where = f"councils/{council['code']}"
        [hearing] = office.sure(
            "POST", f"{where}/dossiers/", {"codes": [code]}, lambda: office.get(f"{where}/hearings/")
        )
        number = hearing["id"]
        for name in COUNCIL:
            self.people[name].sure("PATCH", f"sheets/{number}/", {"scores": SCORES})
            self.people[name].sure("POST", f"sheets/{number}/lock/", {})
        planned = lambda: chair.get(f"{where}/sessions/")[0]  # noqa: E731
        session = chair.sure("POST", f"{where}/sessions/", {"held_on": self.today}, planned)["id"]
        chair.sure("POST", f"sessions/{session}/open/", {"present": [seat["id"] for seat in council["seats"]]})
        chair.sure("POST", f"hearings/{number}/polls/", {})
        self._vote(code)
        chair.sure("POST", f"hearings/{number}/conclude/", {})
        chair.sure("POST", f"sessions/{session}/close/", {})
        self._decide(code)

    def _vote(self, code: str) -> None:
        from reviews.services.polls import new_receipt

        poll = 0
        for name in COUNCIL:
            [mine] = [row for row in self.people[name].get("ballots/") if row["dossier"] == code]
            poll, receipt = mine["poll"], new_receipt()
            self.people[name].sure("POST", "ballots/", {"poll": poll, "choice": "yes", "receipt": receipt})
            self.ballots.setdefault(poll, set()).add(receipt)
        self.people["chutich"].sure("POST", f"polls/{poll}/close/", {})

    def _decide(self, code: str) -> None:
        office = self.people[REGISTRAR]
        asked = {"authority": "SKHCN", "level": "department", "dossiers": [code]}
        drafts = lambda: next(row for row in office.get("decisions/")["results"] if row["state"] == "draft")  # noqa: E731
        decision = office.sure("POST", "decisions/", asked, drafts)["code"]
        signed = {"signed_on": self.today, "signer_name": "Võ Thành Đạt", "signer_post": "Giám đốc"}
        look = lambda: next(  # noqa: E731
            row for row in office.get("decisions/")["results"] if row["state"] == "signed"
        )
        told = office.sure("POST", f"decisions/{decision}/sign/", signed, look)
        self.numbers.append(told["number"])
        office.sure("POST", f"decisions/{told['code']}/publish/", {})


ANSWERS: dict[str, Any] = {}


def learn_answers() -> None:
    """What every question of the form is answered; needs the database, once."""
    ANSWERS.update(city.answers("recognition", "SKHCN", field="cntt"))
