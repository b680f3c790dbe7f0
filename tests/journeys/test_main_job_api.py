"""The whole main job over the API alone: each person with a token, from an empty round to the verified certificate."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from demonstration.cast import PASSWORD
from tests import city as factories
from tests.samples import pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]
API = "/api/v1"
TITLE = "Trợ lý tra cứu văn bản giúp cán bộ một cửa trả lời công dân nhanh hơn"
COUNCIL = (
    ("chutich", "chair"),
    ("phochutich", "deputy"),
    ("thuky", "secretary"),
    ("phanbien", "reviewer"),
    ("uyvien", "member"),
)
CITY_COUNCIL = tuple((f"{name}tp", role) for name, role in COUNCIL)
SCORES = {"novelty": "34", "applicability": "26", "benefit": "25.5"}
CITY_SCORES = {"novelty": "27", "effect": "27", "applicability_now": "14", "applicability_wider": "9", "scope": "13"}


class Somebody:
    """A person with a token, speaking JSON."""

    def __init__(self, username: str = "") -> None:
        self.client = APIClient()
        if username:
            answer = self.post("tokens", {"username": username, "password": PASSWORD})
            assert answer["expires"]
            self.client.credentials(HTTP_AUTHORIZATION=f"Token {answer['token']}")

    def _ask(self, method, path, data=None, status=None, match=None, **kwargs):
        headers = {"HTTP_IF_MATCH": match} if match else {}
        where, _mark, query = path.partition("?")
        address = f"{API}/{where.rstrip('/')}/" + (f"?{query}" if query else "")
        answer = getattr(self.client, method)(address, data, **headers, **kwargs)
        expected = (status,) if status else (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
        assert answer.status_code in expected, answer.content.decode()[:800]
        self.etag = answer.get("ETag")
        return answer.json() if "json" in answer.get("Content-Type", "") else answer

    def get(self, path, **kwargs):
        return self._ask("get", path, **kwargs)

    def post(self, path, data=None, **kwargs):
        return self._ask("post", path, data or {}, format="json", **kwargs)

    def patch(self, path, data, **kwargs):
        return self._ask("patch", path, data, format="json", **kwargs)

    def put(self, path, data, **kwargs):
        return self._ask("put", path, data, format="json", **kwargs)

    def upload(self, path, name, data):
        return self._ask("post", path, {"file": factories.upload(name, data)}, format="multipart")

    def delete(self, path, **kwargs):
        return self._ask("delete", path, **kwargs)


@pytest.fixture
def people(city):
    names = (
        "tacgia",
        "dongtacgia",
        "canbo",
        "coquan",
        "canbotp",
        "coquantp",
        "lanhdao",
        *(name for name, _role in (*COUNCIL, *CITY_COUNCIL)),
    )
    return {name: Somebody(name) for name in names} | {"": Somebody()}


def test_an_initiative_goes_all_the_way_over_the_api(people):
    code = file_it(people)
    check_it(people, code)
    judge_it(people, code, f"so-{timezone.localdate().year}", SCORES, "coquan", COUNCIL)
    recognise_it(people, code, "SKHCN", "department", "coquan")
    figure = people["lanhdao"].get("targets/cap-so-2025-2030/progress")
    assert figure["achieved"] == 1
    listed = people["lanhdao"].get(f"recognitions?{figure['lists']['achieved']}")
    assert [row["title"] for row in listed["results"]] == [TITLE]
    find_it(people, code)
    verify_it(people)
    climb(people, code)


def file_it(people):
    author = people["tacgia"]
    round_ = next(row for row in author.get("rounds")["results"] if row["code"] == f"so-{timezone.localdate().year}")
    draft = author.post("dossiers", {"round": round_["code"], "title": TITLE})["code"]
    stale = author.etag
    answers = factories.answers("recognition", "SKHCN", title=TITLE, field="cntt")
    author.patch(f"dossiers/{draft}", {"answers": answers}, match=stale)
    refused = author.patch(f"dossiers/{draft}", {"answers": {"title": "Cửa sổ khác"}}, match=stale, status=412)
    assert refused["status"] == 412
    other = author.get("people?q=tran quoc bao")
    bao = (other["results"] if isinstance(other, dict) else other)[0]["code"]
    own = author.get(f"dossiers/{draft}")["authors"][0]["person"]
    author.put(
        f"dossiers/{draft}/authors",
        {"authors": [{"person": own, "share": "60"}, {"person": bao, "share": "39.99"}]},
        match=author.etag,
    )
    short = author.post(f"dossiers/{draft}/transitions/submit", status=422)
    assert "authors" in {row["field"].split(".")[0] for row in short["errors"]}
    author.get(f"dossiers/{draft}")
    author.put(
        f"dossiers/{draft}/authors",
        {"authors": [{"person": own, "share": "60"}, {"person": bao, "share": "40"}]},
        match=author.etag,
    )
    author.upload(f"dossiers/{draft}/files", "minh-chung.pdf", pdf())
    author.post(f"dossiers/{draft}/transitions/submit", status=422)  # the co-author has not confirmed
    people["dongtacgia"].post(f"dossiers/{draft}/authors/confirm", {"agrees": True})
    similar = author.get(f"search?q={TITLE}")
    assert "results" in similar
    assert "submit" in {step["name"] for step in author.get(f"dossiers/{draft}")["transitions"]}
    filed = author.post(f"dossiers/{draft}/transitions/submit")
    assert filed["code"].startswith("SK-")
    return filed["code"]


def check_it(people, code):
    officer, author = people["canbo"], people["tacgia"]
    reasons = [{"field": "benefit", "text": "Bổ sung số lượt tra cứu trong quý."}]
    officer.post(f"dossiers/{code}/transitions/return", {"reasons": reasons})
    notice = author.get(f"dossiers/{code}")["notices"][-1]
    assert notice["reasons"][0]["field"] == "benefit"
    author.patch(f"dossiers/{code}", {"answers": {"benefit": "1.250 lượt tra cứu trong quý."}}, match=author.etag)
    author.post(f"dossiers/{code}/transitions/submit")
    changed = officer.get(f"dossiers/{code}/versions/2/changes")
    rows = changed["results"] if isinstance(changed, dict) else changed
    assert [row["field"] for row in rows] == ["benefit"]
    assert officer.post(f"dossiers/{code}/transitions/admit")["state"] == "admitted"
    assert officer.post(f"dossiers/{code}/transitions/admit", status=409)["status"] == 409


def judge_it(people, code, round_, scores, registrar, members):
    codes = {name: people[name].get("me")["person"] for name, _role in members}
    seats = [{"person": codes[name], "role": role} for name, role in members]
    office = people[registrar]
    council = office.post("councils", {"round": round_, "title": "Hội đồng sáng kiến", "seats": seats})
    where = f"councils/{council['code']}"
    [hearing] = office.post(f"{where}/dossiers", {"codes": [code]})
    for name, _role in members:
        member = people[name]
        member.get(f"sheets/{hearing['id']}")
        member.patch(f"sheets/{hearing['id']}", {"scores": scores}, match=member.etag)
        member.post(f"sheets/{hearing['id']}/lock", match=member.etag)
    chair, last = people[members[0][0]], members[-1][0]
    session = chair.post(f"{where}/sessions", {"held_on": timezone.localdate().isoformat(), "venue": "Phòng họp 1"})
    chair.post(f"sessions/{session['id']}/open", {"present": [seat["id"] for seat in council["seats"]]})
    poll = chair.post(f"hearings/{hearing['id']}/polls")
    cast = {}
    for name, _role in members:
        [mine] = people[name].get("ballots")
        answer = people[name].post("ballots", {"poll": mine["poll"], "choice": "yes", "receipt": new_receipt()})
        cast[name] = answer["receipt"]
    chair.post(f"polls/{poll['id']}/close")
    box = people[last].get(f"polls/{poll['id']}/box")
    assert cast[last] in {receipt for receipt, _choice in box["box"]}
    assert box["votes"]["yes"] == len(members)
    conclusion = chair.post(f"hearings/{hearing['id']}/conclude", {})
    assert conclusion["outcome"] == "passed"
    assert all({"rule", "inputs", "result", "citation"} == set(step) for step in conclusion["steps"])
    chair.post(f"sessions/{session['id']}/close", {})
    chair.post(f"sessions/{session['id']}/minutes", {"notes": ""})
    assert chair.get(f"sessions/{session['id']}/minutes").content[:5] == b"%PDF-"


def new_receipt():
    from reviews.services.polls import new_receipt as fresh

    return fresh()


def recognise_it(people, code, authority, level, registrar):
    office = people[registrar]
    thrown = office.post("decisions", {"authority": authority, "level": level, "dossiers": [code]})
    office.delete(f"decisions/{thrown['code']}")
    draft = office.post("decisions", {"authority": authority, "level": level, "dossiers": [code]})
    today = timezone.localdate().isoformat()
    signed = office.post(
        f"decisions/{draft['code']}/sign",
        {"signed_on": today, "signer_name": "Võ Thành Đạt", "signer_post": "Giám đốc"},
    )
    assert signed["number"].startswith("01/")
    assert office.post(f"decisions/{signed['code']}/publish")["state"] == "published"
    assert people[""].get(f"decisions/{signed['code']}/paper").content[:5] == b"%PDF-"


def find_it(people, code):
    found = people[""].get("search?q=tra cuu van ban mot cua")
    assert TITLE in {row["title"] for row in found["results"]}
    facets = found["facets"]
    assert facets["level"]
    assert [row["value"] for row in facets["year"]] == [str(timezone.localdate().year)]
    statistics = people[""].get("statistics/recognised?by=unit,level,year")
    assert sum(row["count"] for row in statistics["rows"]) == statistics["credited"] == 1


def verify_it(people):
    [certificate] = people["dongtacgia"].get("certificates")["results"]
    assert people["dongtacgia"].get(f"certificates/{certificate['serial']}/paper").content[:5] == b"%PDF-"
    assert people[""].get(f"certificates/verify/{certificate['verification']}")["state"] == "valid"
    code = certificate["verification"]
    assert people[""].get(f"certificates/verify/{code[:-1]}{'1' if code[-1] == '0' else '0'}", status=404)


def climb(people, code):
    """The city level: nominated by the officer, completed and submitted by the author, judged by influence."""
    [row] = people["tacgia"].get("recognitions")["results"]
    year = timezone.localdate().year
    city_round = next(r["code"] for r in people["tacgia"].get("rounds?level=city")["results"]
                      if r["purpose"] == "influence" and str(year) in r["code"])  # fmt: skip
    draft = people["canbo"].post(f"recognitions/{row['id']}/nominate", {"round": city_round})["code"]
    author = people["tacgia"]
    author.get(f"dossiers/{draft}")
    answers = factories.answers("influence", "SKHCN", title=TITLE, field="cntt")
    author.patch(f"dossiers/{draft}", {"answers": answers}, match=author.etag)
    filed = author.post(f"dossiers/{draft}/transitions/submit")["code"]
    people["canbotp"].post(f"dossiers/{filed}/transitions/admit")
    judge_it(people, filed, city_round, CITY_SCORES, "coquantp", CITY_COUNCIL)
    recognise_it(people, filed, "UBND", "city", "coquantp")
    assert people["lanhdao"].get("targets/thanh-pho-2025-2030/progress")["achieved"] == 1


def test_an_administrator_enters_units_and_people_and_a_registrar_opens_a_round(people):
    chief, today = Somebody("quantri"), timezone.localdate()
    unit = {"name": "Trung tâm Chuyển đổi số", "kind": "department", "parent": "UBND", "valid_from": today.isoformat()}
    assert chief.put("units/TTCDS", unit)["parent"] == "UBND"
    assert people[""].get("units/TTCDS")["name"] == unit["name"]
    person = {"code": "CB-9001", "full_name": "Đinh Thị Mới", "email": "moi@example.vn", "unit": "TTCDS",
              "role": "officer", "since": today.isoformat(), "username": "moi"}  # fmt: skip
    assert chief.post("people", person)["unit"] == unit["name"]
    assert chief.post("people", {**person, "code": "CB-9002"}, status=422)["errors"][0]["field"] == "username"
    assert chief.put("units/X", {**unit, "parent": "KHONG-CO"}, status=422)["errors"][0]["field"] == "parent"
    round_ = {"authority": "SKHCN", "title": "Đợt bổ sung", "purpose": "recognition", "level": "department",
              "opens_on": today.isoformat(), "closes_on": (today + timedelta(days=30)).isoformat()}  # fmt: skip
    made = people["coquan"].post("rounds", round_)
    assert people[""].get(f"rounds/{made['code']}")["title"] == "Đợt bổ sung"
    people["coquan"].post("rounds", {**round_, "closes_on": (today - timedelta(days=1)).isoformat()}, status=422)
    for who in ("tacgia", "canbo"):
        people[who].post("rounds", round_, status=403)
        people[who].post("people", person, status=403)
        people[who].put("units/TTCDS", unit, status=403)
