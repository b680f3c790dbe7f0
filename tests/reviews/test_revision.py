"""The revision round: no point of the council's goes without the author's answer, and the council reads them."""

import pytest
from django.test import Client

from config.errors import Forbidden, Invalid, Stale, StateConflict
from initiatives.models import Dossier
from initiatives.services.dossiers import perform
from initiatives.services.drafts import save_answers
from initiatives.services.points import answer_points, points_of
from reviews.models import Hearing
from reviews.services.conclusions import send_back_for_revision
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.schemes import bind_scheme
from reviews.services.sessions import open_session, plan_session
from tests import city
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db
POINTS = [{"field": "novelty", "text": "Nêu rõ điểm mới."}, {"field": "other", "text": "Bổ sung số liệu."}]


class Place:
    """A filed initiative that a council of five has sent back with two points."""

    def __init__(self):
        from organisation.models import Role, Unit

        self.author = city.actor(at=city.unit())
        unit = Unit.objects.get(code="SYT")
        self.round = city.round_at(unit)
        self.office = city.actor(Role.SECRETARY, at=unit)
        self.registrar = city.actor(Role.REGISTRAR, at=unit)
        scheme = f.version_of(self._load())
        bind_scheme(self.round, scheme, self.registrar)
        self.dossier = city.admitted(self.author, self.round)
        self.members = [f.person() for _n in range(5)]
        rows = [{"person": one.code, "role": role} for one, role in zip(self.members, f.ROLES, strict=False)]
        self.council = set_up_council(self.registrar, self.round, "Hội đồng sáng kiến", rows)
        self.first = self.hear()
        self.chair = f.actor(self.members[0])
        session = plan_session(self.council.code, self.chair, f.date(2026, 5, 20))
        open_session(session.pk, self.chair, list(self.council.seats.values_list("pk", flat=True)))
        send_back_for_revision(self.first.pk, self.chair, POINTS)
        self.dossier.refresh_from_db()

    def _load(self):
        f.load_shipped_schemes({f.SCORED: f.shipped_texts()[f.SCORED]})
        return f.SCORED

    def hear(self):
        return assign_dossiers(self.council.code, self.office, [self.dossier.code])[0]

    def submit(self):
        return perform(self.dossier.code, "submit", self.author)

    def answer(self, answers, revision=None):
        return answer_points(self.dossier.code, self.author, answers, revision)


@pytest.fixture
def place():
    return Place()


def page_of(actor):
    client = Client()
    client.force_login(f.User.objects.get(pk=actor.user_id))
    return client


def test_the_dossier_is_not_sent_until_each_point_has_an_answer(place):
    for answers, still in (({}, {"answers.0", "answers.1"}), ({1: "Đã bổ sung."}, {"answers.0"})):
        place.answer(answers)
        with pytest.raises(Invalid) as refused:
            place.submit()
        assert set(refused.value.fields) == still
    place.answer({0: "Đã viết lại mục tính mới."})
    assert place.submit().state == "submitted"


def test_the_version_keeps_points_and_answers_for_good(place):
    place.answer({0: "Đã viết lại.", 1: "Đã bổ sung."})
    place.submit()
    content = place.dossier.versions.latest("number").content
    assert [point["answer"] for point in content["points"]] == ["Đã viết lại.", "Đã bổ sung."]
    assert content["points_on"] == 1
    with pytest.raises(StateConflict):
        place.answer({0: "Khác."})
    assert "points" not in place.dossier.versions.get(number=1).content


def test_only_the_authors_answer_on_what_they_saw(place):
    stranger = city.actor(at=city.unit())
    for who, error in ((place.office, Forbidden), (stranger, Exception)):
        with pytest.raises(error):
            answer_points(place.dossier.code, who, {0: "x"})
    revision = Dossier.objects.get(pk=place.dossier.pk).work.revision
    place.answer({0: "Một."}, revision)
    with pytest.raises(Stale):
        place.answer({0: "Hai."}, revision)
    with pytest.raises(Invalid):
        place.answer({7: "Không có điểm này."})
    assert points_of(place.dossier)[0]["answer"] == "Một."


def test_a_return_by_the_checker_asks_for_no_answers(place):
    place.answer({0: "Một.", 1: "Hai."})
    place.submit()
    officer = city.actor("officer", at=place.round.authority)
    perform(place.dossier.code, "return", officer, reasons=[{"field": "files", "text": "Thiếu trang 2."}])
    assert place.submit().state == "submitted", "the answers to the council stand"
    assert place.dossier.versions.latest("number").content["points"][0]["answer"] == "Một."


def test_the_author_answers_on_a_page_that_saves_as_they_type(place):
    page, address = page_of(place.author), f"/ho-so/{place.dossier.code}/tra-loi/"
    assert "Nêu rõ điểm mới." in page.get(address).content.decode()
    revision = Dossier.objects.get(pk=place.dossier.pk).work.revision
    headers = {"Accept": "application/json", "If-Match": f'"{revision}"'}
    saved = page.post(address, {"answer-0": "Đã viết lại."}, headers=headers)
    assert (saved.status_code, saved["ETag"]) == (200, f'"{revision + 1}"')
    assert page.post(address, {"answer-0": "Cũ."}, headers=headers).status_code == 412
    send = page.get(f"/ho-so/{place.dossier.code}/soan/send/").content.decode()
    assert address in send, "the last step leads to the point that has no answer"
    assert page.post(address, {"answer-1": "Đã bổ sung."}).status_code == 302


def test_the_council_reads_answers_beside_what_changed(place):
    save_answers(place.dossier.code, place.author, {"novelty": "Quy trình mới hoàn toàn."})
    place.answer({0: "Đã viết lại mục tính mới.", 1: "Đã bổ sung."})
    place.submit()
    perform(place.dossier.code, "admit", city.actor("officer", at=place.round.authority))
    again = place.hear()
    assert Hearing.objects.filter(dossier=place.dossier).count() == 2
    member = page_of(f.actor(place.members[3]))
    for address in (f"/cham-diem/{place.dossier.code}/", f"/hoi-dong/ho-so/{again.pk}/"):
        shown = member.get(address).content.decode()
        assert "Đã viết lại mục tính mới." in shown, address
        assert "<ins>" in shown, address
    assert "Bổ sung số liệu." in member.get(f"/ho-so/{place.dossier.code}/muc/phien-ban/").content.decode()
