"""Blind rounds: no page, answer or paper tells a member who the authors are before the council has concluded, and none
tells an author who judges.

Each member follows every link from their first page, and asks every address of the API for everything that the round
has; papers are read too.
"""

import itertools
import re

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.models import Attachment, Dossier
from initiatives.services.authors import answer_invitation, save_authors
from initiatives.services.blinding import add_redacted_copy
from initiatives.services.files import attach
from journal.services.follow import follow_all
from organisation.models import Person, Role, Unit, User
from reviews.models import Assignment, Conclusion, Hearing, Place
from reviews.queries.schemes import version_of
from reviews.services.assignments import preview_assignment, publish_assignment
from reviews.services.conclusions import conclude_hearing
from reviews.services.conflicts import name_conflict
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.minutes import write_minutes
from reviews.services.polls import cast_ballot, close_poll, new_receipt, open_poll
from reviews.services.recusals import declare_conflict
from reviews.services.remarks import say
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from reviews.services.sessions import close_session, open_session, plan_session
from reviews.services.sheets import lock_sheet, save_sheet
from tests import city, samples
from tests.api.calls import operations

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
AUTHOR, COAUTHOR, UNIT = "Trịnh Quỳnh Hạ", "Lục Thị Bích Sương", "Trung tâm Hạ Thủy"
NAMING = f"{AUTHOR} cùng {COAUTHOR} ở {UNIT} (ha.tq@example.vn, 0905 123 456) đã thử"
ROLES = ("chair", "deputy", "secretary", "reviewer", "member", "member", "member")
SCHEME = "department-default"
SCORES = {"novelty": "30", "applicability": "25", "benefit": "25"}
# A list of units or people to choose from tells nothing of the dossier.
CHOICES = re.compile(r"<select.*?</select>|<datalist.*?</datalist>", re.S)
FREE = re.compile(r"^/(api/v1/(units|people)/|dang-xuat|tai-khoan/|ngon-ngu)")
PDF = "application/pdf"


class Blind:
    """A blind round with two dossiers before one council in session: one is heard, the other judged later."""

    def __init__(self):
        load_shipped_schemes()
        city.unit("UBND", "city")
        self.unit = city.unit("TTHT", name=UNIT)
        self.authority = city.unit("SYT", name="Sở Y tế")
        self.author = city.actor(at=self.unit, who=city.person(AUTHOR, "ha.tq@example.vn"))
        self.coauthor = city.actor(at=self.unit, who=city.person(COAUTHOR))
        self.registrar = city.actor(Role.REGISTRAR, at=self.authority)
        self.office = city.actor(Role.SECRETARY, at=self.authority)
        self.round = city.round_at(self.authority, blind=True)
        bind_scheme(self.round, version_of(SCHEME), self.registrar)
        self.dossiers = [self.filed(number) for number in (1, 2)]
        self.members = [city.actor(at=self.authority, who=city.person(f"Ủy viên Số {n}")) for n in range(len(ROLES))]
        # The last member works where the author does: recused by the record. The one before says so themselves.
        city.give_role(Person.objects.get(pk=self.members[-1].person_id), self.unit, Role.MEMBER, city.SINCE)
        rows = [{"person": code_of(who), "role": role} for who, role in zip(self.members, ROLES, strict=True)]
        self.council = set_up_council(self.registrar, self.round, "Hội đồng ẩn danh", rows)
        self.hearings = assign_dossiers(self.council.code, self.office, [d.code or "" for d in self.dossiers])
        follow_all()  # the texts of the files are read
        self.judged()

    def filed(self, number: int) -> Dossier:
        draft = city.draft(self.author, self.round, title=f"Số hóa sổ theo dõi {number}", novelty=NAMING)
        shares = [{"person": code_of(who), "share": "50"} for who in (self.author, self.coauthor)]
        save_authors(draft.reference, self.author, shares)
        answer_invitation(draft.work.authors.get(person=self.coauthor.person_id), True, self.coauthor)
        for name in ("ket-qua.docx", f"{AUTHOR}.docx"):
            attach(draft.reference, self.author, name, city.upload(name, samples.word(NAMING)))
        first = Attachment.objects.filter(dossier=draft).order_by("pk")[0]
        copy = city.upload("ban-che.docx", samples.word("Bản không nêu ai"))
        add_redacted_copy(draft.reference, self.author, first.pk, "ban-che.docx", copy)
        city.take(draft, "submit", self.author, self.author)
        return city.take(draft, "admit", self.author, city.actor(Role.OFFICER, at=self.authority))

    def judged(self) -> None:
        hearing, chair = self.hearings[0], self.members[0]
        name_conflict(self.dossiers[1].code or "", self.author, code_of(self.members[4]), f"Có tranh chấp với {AUTHOR}")
        declare_conflict(hearing.pk, self.members[-2], f"Chị em với {AUTHOR}")
        for member in self.members[:5]:
            save_sheet(hearing.pk, member, scores=SCORES, to_council="Tốt", to_authors="Cần thêm số liệu")
            lock_sheet(hearing.pk, member)
        say(hearing.pk, chair, "Giải pháp này mới ở đâu?")
        publish_assignment(preview_assignment(self.council.code, self.office, 2, seed=1).pk, self.office)
        preview_assignment(self.council.code, self.office, 2, seed=2)
        self.session = plan_session(self.council.code, chair, timezone.localdate(), "", [h.pk for h in self.hearings])
        seats = list(self.council.seats.order_by("position").values_list("pk", flat=True))
        open_session(self.session.pk, chair, seats)
        self.poll = open_poll(hearing.pk, chair)
        for member in self.members[:5]:
            cast_ballot(self.poll.pk, member, "yes", new_receipt())
        close_poll(self.poll.pk, chair)

    def things(self) -> dict[str, list[object]]:
        """What an address of the API may be asked about, by the first word of the address."""
        codes = [d.code for d in self.dossiers]
        return {
            "assignments": list(Assignment.objects.values_list("pk", flat=True)),
            "conclusions": list(Conclusion.objects.values_list("pk", flat=True)),
            "councils": [self.council.code], "dossiers": codes, "rounds": [self.round.code], "schemes": [SCHEME],
            "files": self.files(), "hearings": [one.pk for one in self.hearings], "polls": [self.poll.pk],
            "sessions": [self.session.pk], "sheets": [one.pk for one in self.hearings],
            "works": [one.work_id for one in self.dossiers],
        }  # fmt: skip

    def files(self) -> list[int]:
        return list(Attachment.objects.values_list("pk", flat=True))


def code_of(actor) -> str:
    return Person.objects.get(pk=actor.person_id).code


@pytest.fixture
def blind():
    return Blind()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def words_of(answer) -> str:
    """What somebody reads in an answer, choices apart."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Type", "").startswith(PDF):
        return samples.text_of(body)
    return CHOICES.sub("", body.decode("utf-8", "replace")) + str(answer.headers)


def pages(client):
    """Every page that a link leads to, from the first: its address, its words."""
    waiting, known = ["/", "/tim/?q=theo+d%C3%B5i", "/viec/", "/hoi-dong/"], set()
    while waiting:
        path = waiting.pop()
        if path in known or FREE.search(path) or len(known) > 400:
            continue
        known.add(path)
        answer = client.get(path)
        words = words_of(answer)
        yield path, words
        links = re.findall(r'(?:href|hx-get|src)="(/[^"#]*)', words)
        waiting += [one.replace("&amp;", "&") for one in links if not one.startswith(("/static/", "/api/"))]


def answers(client, blind):
    """Every address of the API that is read, asked about everything there is of its kind."""
    things, numbers = blind.things(), [1, *blind.files()]  # of versions, and of files
    for method, path in operations():
        if method != "GET" or FREE.search(path):
            continue
        parameters = re.findall(r"\{(\w+)\}", path)
        asked = [things.get(path.split("/")[3], ["khong-co", 1]), *[numbers] * (len(parameters) - 1)]
        for chosen in itertools.product(*asked[: len(parameters)]):
            address = path.format(**dict(zip(parameters, chosen, strict=True)))
            yield address, words_of(client.get(address))


def telling(client, blind, names) -> list[str]:
    found = []
    for address, words in itertools.chain(pages(client), answers(client, blind)):
        found += [f"{address} names {name}" for name in names if name in words]
    return found


# The chair and who is recused on both databases; what the others' pages say does not depend on it.
SEATS = [
    seat if seat in (0, len(ROLES) - 1) else pytest.param(seat, marks=pytest.mark.sqlite) for seat in range(len(ROLES))
]


@pytest.mark.parametrize("seat", SEATS)
def test_no_member_reads_who_the_authors_are(blind, seat):
    client = signed_in(blind.members[seat])
    hidden = [AUTHOR, COAUTHOR, "ha.tq@example.vn", "0905 123 456", code_of(blind.author)]
    assert telling(client, blind, hidden if seat == len(ROLES) - 1 else [*hidden, UNIT]) == []


def test_the_crawl_reaches_what_matters(blind):
    """Otherwise the test above could not fail."""
    client, [first, second] = signed_in(blind.members[3]), blind.hearings
    read = dict(pages(client))
    for page in (
        f"/hoi-dong/ho-so/{first.pk}/",
        f"/hoi-dong/ho-so/{second.pk}/noi-dung/",
        f"/phien-hop/{blind.session.pk}/",
    ):
        assert page in read
    assert "▒▒▒" in read[f"/hoi-dong/ho-so/{second.pk}/noi-dung/"]
    assert "ban-che.docx" in read[f"/hoi-dong/ho-so/{second.pk}/noi-dung/"]
    assert telling(signed_in(blind.office), blind, [AUTHOR])


def test_a_member_reads_copies_and_covered_text_but_no_original(blind):
    client, hearing = signed_in(blind.members[3]), blind.hearings[1]
    content = client.get(f"/api/v1/hearings/{hearing.pk}/content/").json()
    first, second = content["files"]
    assert (content["blind"], first["name"], second["name"]) == (True, "ban-che.docx", "2")
    assert (first["pages"], second["pages"]) == (None, ["▒▒▒ cùng ▒▒▒ ở ▒▒▒ (▒▒▒, ▒▒▒) đã thử"])
    assert client.get(f"/api/v1/hearings/{hearing.pk}/files/{first['number']}/").status_code == 200
    assert client.get(f"/api/v1/hearings/{hearing.pk}/files/{second['number']}/").status_code == 404
    assert client.get(f"/api/v1/files/{second['number']}/content/").status_code == 404


def test_the_recused_read_nothing(blind):
    client, hearing = signed_in(blind.members[-1]), blind.hearings[0]
    assert Place.objects.get(hearing=hearing, seat__person_id=blind.members[-1].person_id).recused
    assert client.get(f"/api/v1/hearings/{hearing.pk}/content/").status_code == 404
    assert client.get(f"/hoi-dong/ho-so/{hearing.pk}/noi-dung/").status_code == 404


def test_after_the_conclusion_members_read_who_the_authors_are(blind):
    conclude_hearing(blind.hearings[0].pk, blind.members[0])
    client = signed_in(blind.members[3])
    assert AUTHOR in words_of(client.get(f"/ho-so/{blind.dossiers[0].code}/muc/tac-gia/"))
    content = client.get(f"/api/v1/hearings/{blind.hearings[0].pk}/content/").json()
    assert (content["blind"], [row["full_name"] for row in content["authors"]]) == (False, [AUTHOR, COAUTHOR])
    assert client.get(f"/ho-so/{blind.dossiers[1].code}/").status_code == 404


def test_minutes_name_the_authors_of_what_is_concluded_alone(blind):
    conclude_hearing(blind.hearings[0].pk, blind.members[0])
    close_session(blind.session.pk, blind.members[0])
    write_minutes(blind.session.pk, blind.members[0])
    told = words_of(signed_in(blind.members[0]).get(f"/api/v1/sessions/{blind.session.pk}/minutes/"))
    assert told.count(AUTHOR) == 2  # as the author of the first, and in the words of whom the first concerns
    blind.hearings[1].refresh_from_db()
    assert blind.hearings[1].state == Hearing.State.OPEN


def test_an_author_never_reads_who_judges(blind):
    conclude_hearing(blind.hearings[0].pk, blind.members[0])
    client = signed_in(blind.author)
    names = [f"Ủy viên Số {number}" for number in range(len(ROLES))]
    own = f"/ho-so/{blind.dossiers[1].code}/xung-dot/ names Ủy viên Số 4"  # whom the author has named themselves
    assert telling(client, blind, names) == [own]


def test_the_offices_of_the_authority_read_the_dossier_itself(blind):
    client = signed_in(blind.office)
    assert AUTHOR in words_of(client.get(f"/ho-so/{blind.dossiers[1].code}/muc/tac-gia/"))
    assert Unit.objects.get(code="TTHT").name in words_of(client.get(f"/ho-so/{blind.dossiers[1].code}/"))
