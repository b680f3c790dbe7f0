"""What authors do on their phone, and the officer who admits it: a task proposed, competed for, its result put up."""

import re

from django.utils import timezone

from initiatives.models import Dossier, Round
from initiatives.rules.forms import FORMS
from tests import city as town
from tests.journeys.stage import fill, fill_rows
from tests.selection import PROPOSED, iso

DECLARE = "[name=declaration]"
SEND = "main form.filing [type=submit]"


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
        who.press(SEND)
    return re.search(r"/ho-so/(DT-\d{4}-\d{4})/", who.page.url)[1]


def admit(stage, code):
    stage.act(stage.person("canbotp"), f"/ho-so/{code}/viec/admit/")


def propose(stage, title, shot=""):
    """A task is proposed on a phone, and admitted; the round and the code."""
    round_, author = Round.objects.get(code=f"xdnv-{timezone.localdate().year}"), stage.phone()
    author.go("/ho-so/moi/")
    author.press(f"button[name=round][value={round_.code}]")
    draft = re.search(r"/ho-so/(N-\w+)/", author.page.url)[1]
    code = file_it(stage, author, draft, town.answers("determination", "SKHCN", title=title, field="cntt"), shot)
    admit(stage, code)
    return round_, code


def compete(stage, task, shot=""):
    """A dossier for a task that is called for, from the phone; its code."""
    author = stage.phone()
    author.go(f"/nhiem-vu/{task.code}/")
    stage.keep(author, shot and f"{shot}-task-phone")
    author.press("text=Nộp hồ sơ cho nhiệm vụ này")
    draft = Dossier.objects.get(task=task)
    given = town.answers("selection", "SKHCN", **{**PROPOSED, "title": task.title, "field": "cntt"})
    return file_it(stage, author, draft.draft_code, given, shot)


def put_up(stage, contract, round_, shot=""):
    """The dossier for acceptance, begun from the page of its contract; its code."""
    author = stage.phone()
    author.go(f"/hop-dong/{contract.code}/")
    author.press("main form[action$='/de-nghi/'] [type=submit]")
    draft, today = Dossier.objects.get(round=round_), iso(timezone.localdate())
    given = town.answers("acceptance", "SKHCN", title=contract.work.title, field="cntt", first_applied_on=today)
    code = file_it(stage, author, draft.draft_code, given, shot)
    admit(stage, code)
    return code


def answer_the_council(stage, code, results, answer):
    """What the council asked for is written, its point answered, all sent again from the phone, and admitted."""
    author = stage.phone()
    author.go(f"/ho-so/{code}/")
    stage.keep(author, "returned-phone")
    page = author.go(f"/ho-so/{code}/soan/content/")
    assert "Bổ sung số liệu thử nghiệm" in author.text()
    fill(page, {"results": results})
    author.press(SEND)
    page = author.go(f"/ho-so/{code}/tra-loi/")
    stage.keep(author, "points-phone")
    page.locator("main textarea").first.fill(answer)
    author.press("main form button[type=submit]")
    author.go(f"/ho-so/{code}/soan/send/").check(DECLARE)
    author.press(SEND)
    admit(stage, code)
