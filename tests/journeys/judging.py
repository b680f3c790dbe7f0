"""What councils and the registrar do in the lives of topics: set up, scored, met, voted, concluded, decided."""

from datetime import date

from django.utils import timezone

from demonstration.execution import SEATS
from demonstration.present import as_user
from organisation.models import Person
from reviews.models import Council, Hearing, Poll
from reviews.services.councils import set_up_council
from reviews.services.polls import cast_ballot, new_receipt
from reviews.services.sheets import lock_sheet, save_sheet
from tests.journeys.stage import PHONE, fill

SIGNER = ("Lê Quang Thắng", "Phó Chủ tịch")


def before_council(stage, round_, title):
    """Set up as the demonstration does it (how it is typed is played elsewhere); the hearings by code."""
    seats = [{"person": Person.objects.get(user__username=name).code, "role": role} for name, role in SEATS]
    council = set_up_council(as_user("coquantp"), round_, title, decision_number="118/QĐ-UBND", seats=seats)
    return council, heard(stage, council)


def council_typed(stage, round_, title):
    """Set up on its page, member by member from the suggestions."""
    registrar = stage.person("coquantp")
    page = registrar.go("/hoi-dong/moi/")
    fill(page, {"round": round_.code, "title": title, "decision_number": "118/QĐ-UBND"})
    for number, (name, role) in enumerate(SEATS):
        if number:
            page.click("[data-rows-add]")
        page.fill(f"[name=seats-{number}-full_name]", Person.objects.get(user__username=name).full_name)
        page.click(f"#seats-{number}-suggestions [role=option]")
        fill(page, {f"seats-{number}-role": role})
    registrar.press("main form.filing .form-actions [type=submit]")
    council = Council.objects.latest("pk")
    return council, heard(stage, council)


def heard(stage, council):
    """All that waits is put before the council; its open hearings by code."""
    officer = stage.person("canbotp")
    officer.go(f"/hoi-dong/{council.code}/")
    officer.press("form[action$='/dua-vao/'] [type=submit]")
    rows = council.hearings.filter(state=Hearing.State.OPEN).select_related("dossier")
    return {one.dossier.code: one for one in rows}


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
    registrar.press("form[action$='/ky/'] [type=submit]")
    registrar.press("form[action$='/cong-bo/'] [type=submit]")
    stage.paper(registrar, "decision", registrar.page.url.removeprefix(registrar.address) + "van-ban.pdf")
