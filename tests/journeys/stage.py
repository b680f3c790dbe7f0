"""Who plays the lives of topics in Chromium, at a phone and at desks, and what they do over and over."""

import os
import re
from datetime import date

from django.conf import settings
from django.test import Client
from django.utils import timezone

from demonstration.execution import SEATS
from demonstration.present import as_user
from initiatives.models import Dossier, Round
from initiatives.rules.forms import FORMS
from organisation.models import Person, Unit, User
from reviews.models import Poll
from reviews.services.councils import assign_dossiers, set_up_council
from reviews.services.polls import cast_ballot, new_receipt
from reviews.services.schemes import bind_scheme
from reviews.services.sheets import lock_sheet, save_sheet
from tests import city as town
from tests import topics
from tests.selection import iso

PHONE, DESK = 360, 1280
PICTURES = bool(os.environ.get("SCREENSHOTS"))
SIGNER = ("Lê Quang Thắng", "Phó Chủ tịch")
BUTTON = "main form button[type=submit]"


class Stage:
    """The people at their browsers, the clock, and what is done over and over."""

    def __init__(self, somebody, clock):
        self.somebody, self.clock, self.open, self.papers = somebody, clock, {}, set()

    def person(self, name, width=DESK):
        """Signed in by a cookie: how people sign in is played elsewhere."""
        if name not in self.open:
            self.open[name] = self.somebody("", width)
            self.sign_in(name)
        return self.open[name]

    def sign_in(self, name):
        client, who = Client(), self.open[name]
        client.force_login(User.objects.get(username=name))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        who.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": who.address}])

    def paper(self, who, kind, address):
        """A paper is there as PDF: one of a kind, for over the API each of them is fetched."""
        if kind not in self.papers:
            self.papers.add(kind)
            pdf(who, address)

    def phone(self):
        return self.person("tacgia", PHONE)

    def move_to(self, day):
        """Sessions end meanwhile: everybody signs in anew."""
        assert not [words for one in self.open.values() for words in one.complaints]
        self.clock.move_to(day)
        for name in self.open:
            self.sign_in(name)

    def act(self, who, address, button=BUTTON, shot="", **values):
        """Open a page, fill in its form, press its button."""
        page = who.go(address)
        fill(page, values)
        self.keep(who, shot)
        who.press(button)
        faults = page.locator("main .field-error")
        assert not faults.count(), faults.all_inner_texts()

    def keep(self, who, shot):
        if shot and PICTURES:
            who.shot(f"life-{shot}")
        if shot:
            wide = who.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= who.page.viewport_size["width"], shot


def fill(page, values):
    for name, value in values.items():
        control = page.locator(f"main [name='{name}']").first
        kind, tag = control.get_attribute("type"), control.evaluate("e => e.tagName")
        if kind in ("checkbox", "radio"):
            page.check(f"main [name='{name}'][value='{value}']" if kind == "radio" else f"main [name='{name}']")
        elif tag == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))


def fill_rows(page, name, rows):
    for number, row in enumerate(rows):
        if not page.locator(f"[name={name}-{number}-{next(iter(row))}]").count():
            page.click(f"[data-rows-prefix={name}] [data-rows-add]")
        fill(page, {f"{name}-{number}-{column}": value for column, value in row.items()})


def file_it(stage, who, reference, answers, shot=""):
    """Fill in every step of a draft on the page, and submit it; the code it gets."""
    purpose = Dossier.objects.get(draft_code=reference).purpose
    for step in FORMS[purpose]:
        if step.name in ("authors", "files"):
            continue
        page = who.go(f"/ho-so/{reference}/soan/{step.name}/")
        for question in step.questions:
            given = answers.get(question.name)
            if question.kind == "rows":
                fill_rows(page, question.name, given or [])
            elif question.kind == "choices":
                page.check(f"main [name={question.name}][value={given[0]}]")
            elif question.kind == "tick":
                page.check(f"main [name={question.name}]")
            elif given not in (None, ""):
                fill(page, {question.name: given})
        stage.keep(who, shot and f"{shot}-{step.name}-phone")
        who.press("main form.filing [type=submit]")
    return re.search(r"/ho-so/(DT-\d{4}-\d{4})/", who.page.url)[1]


def admit(stage, code):
    stage.act(stage.person("canbotp"), f"/ho-so/{code}/viec/admit/")


def propose(stage, title, shot=""):
    """A task is proposed on a phone, and put before the council that determines tasks."""
    round_, author = Round.objects.get(code=f"xdnv-{timezone.localdate().year}"), stage.phone()
    author.go("/ho-so/moi/")
    author.press(f"button[name=round][value={round_.code}]")
    draft = re.search(r"/ho-so/(N-\w+)/", author.page.url)[1]
    code = file_it(stage, author, draft, town.answers("determination", "SKHCN", title=title, field="cntt"), shot)
    admit(stage, code)
    return code, *before_council(stage, round_, "Hội đồng xác định nhiệm vụ", [code])


def before_council(stage, round_, title, codes):
    """Set up as the demonstration does it; the hearings by code."""
    seats = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in SEATS]
    council = set_up_council(as_user("coquantp"), round_, title, decision_number="118/QĐ-UBND", seats=seats)
    return council, heard(council, codes)


def heard(council, codes):
    return {one.dossier.code: one for one in assign_dossiers(council.code, as_user("canbotp"), codes)}


def score(stage, hearing, scores, shot=""):
    """The secretary on the page, the others at their own desks."""
    secretary = stage.person("thukytp")
    given = {f"scores.{name}": value for name, value in scores.items()}
    stage.act(secretary, f"/cham-diem/{hearing.dossier.code}/", "button[name=lock]", shot, **given)
    for name, _role in SEATS:
        if name != "thukytp":
            save_sheet(hearing.pk, as_user(name), scores=scores)
            lock_sheet(hearing.pk, as_user(name))


def meet(stage, council):
    """The council's secretary plans and opens the session, all are present; where the rules ask for it, once the
    members have had the papers.
    """
    secretary = stage.person("thukytp")
    page = secretary.go(f"/hoi-dong/{council.code}/")
    day = date.fromisoformat(page.locator("[name=held_on]").input_value())
    secretary.press("form[action$='/phien-hop/'] [type=submit]")
    if day > timezone.localdate():
        address = secretary.page.url.removeprefix(secretary.address)
        secretary.press("form[action$='/mo/'] [type=submit]")
        assert "sớm nhất họp ngày" in secretary.page.content()
        stage.move_to(day)
        secretary.go(address)
    secretary.press("form[action$='/mo/'] [type=submit]")
    for box in secretary.page.query_selector_all("[name=present]"):
        box.check()
    secretary.press("form[action$='/diem-danh/'] [type=submit]")
    return council.sessions.latest("pk")


def vote(stage, session, hearing, choices, shot=""):
    """The chair casts on a phone, the others at their own; the secretary counts and concludes."""
    secretary, chair = stage.person("thukytp"), stage.person("chutichtp", PHONE)
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press(f"form[action$='/ho-so/{hearing.pk}/bo-phieu/'] [type=submit]")
    poll = Poll.objects.latest("pk")
    chair.go(f"/bo-phieu/{poll.pk}/")
    stage.keep(chair, shot)
    chair.press(f"button[name=choice][value={choices[0]}]")
    for (name, _role), choice in zip(SEATS[1:], choices[1:], strict=True):
        cast_ballot(poll.pk, as_user(name), choice, new_receipt())
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press("form[action$='/kiem/'] [type=submit]")


def conclude(stage, session, hearing):
    secretary = stage.person("thukytp")
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press(f"form[action$='/ho-so/{hearing.pk}/ket-luan/'] [type=submit]")


def close(stage, session):
    secretary = stage.person("thukytp")
    secretary.go(f"/phien-hop/{session.pk}/")
    secretary.press("form[action$='/dong/'] [type=submit]")
    stage.paper(secretary, "minutes", f"/phien-hop/{session.pk}/bien-ban.pdf")


def decide(stage, shot=""):
    """The registrar drafts from what waits, looks, signs off and publishes."""
    registrar = stage.person("coquantp")
    registrar.go("/quyet-dinh/")
    registrar.press("form[action$='/du-thao/'] [type=submit]")
    fill(registrar.page, {"signer_name": SIGNER[0], "signer_post": SIGNER[1]})
    stage.keep(registrar, shot)
    address = registrar.page.url.removeprefix(registrar.address)
    registrar.press("form[action$='/ky/'] [type=submit]")
    registrar.press("form[action$='/cong-bo/'] [type=submit]")
    stage.paper(registrar, "decision", registrar.page.url.removeprefix(registrar.address) + "van-ban.pdf")
    return address


def pdf(who, address):
    """A paper is there."""
    answer = who.context.request.get(who.address + address)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-"), address


def acceptance(stage, contract, code=""):
    """The dossier for acceptance, filed from the phone; the council that hears it."""
    today = timezone.localdate()
    round_ = town.round_at(Unit.objects.get(code="UBND"), kind="topic", purpose="acceptance", level="city")
    bind_scheme(round_, "vinh-phuc-acceptance", as_user("coquantp"))
    author = stage.phone()
    author.go(f"/hop-dong/{contract.code}/")
    author.press("main form[action$='/de-nghi/'] [type=submit]")
    draft = Dossier.objects.get(round=round_)
    given = town.answers("acceptance", "SKHCN", title=contract.work.title, field="cntt", first_applied_on=iso(today))
    code = file_it(stage, author, draft.draft_code, given, "acceptance")
    admit(stage, code)
    council, hearings = before_council(stage, round_, "Hội đồng nghiệm thu", [code])
    return code, council, hearings[code]


def running(stage, starts_on):
    """A contract in force since a day, of the author at the phone."""
    play = topics.Play(
        Unit.objects.get(code="UBND"), Unit.objects.get(code="SKHCN"), as_user("tacgia"), as_user("coquantp"),
        as_user("canbotp"), as_user("canbo"), as_user("lanhdao"),
    )  # fmt: skip
    return topics.in_execution(play, starts_on, title="Pin từ vỏ trấu", field="cntt")


def request(stage, contract, kind, number, name="approve", **answers):
    """Asked for from the phone, decided at the desk; its paper."""
    base = f"/hop-dong/{contract.code}"
    stage.act(stage.phone(), f"{base}/de-nghi/{kind}/", shot=f"ask-{kind}-phone", **answers)
    decided = {"decided_on": iso(timezone.localdate()), **topics.DECIDED}
    stage.act(stage.person("coquantp"), f"{base}/de-nghi/{number}/{name}/", shot=f"decide-{kind}", **decided)
    stage.paper(stage.phone(), "request", f"{base}/van-ban/request/{number}.pdf")
    contract.refresh_from_db()
