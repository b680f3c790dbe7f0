"""A program of somebody else's, made from the schema alone, takes an initiative from an empty round to the register."""

from io import BytesIO

import pytest
from django.utils import timezone

from demonstration.cast import PASSWORD
from tests import city as factories
from tests.journeys.generated import Caller, forget, generate, settings_of_guide
from tests.journeys.test_main_job_api import COUNCIL, SCORES, TITLE, new_receipt
from tests.samples import pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]


@pytest.fixture
def client_of_schema(live_server, city, tmp_path):
    yield generate(f"{live_server.url}/api/v1/schema/", tmp_path)
    forget()


@pytest.fixture
def people(client_of_schema, live_server):
    names = ("tacgia", "canbo", "coquan", "lanhdao", *(name for name, _role in COUNCIL))
    callers = {name: Caller(client_of_schema, live_server.url, name, PASSWORD) for name in names}
    return callers | {"": Caller(client_of_schema, live_server.url)}


def test_a_generated_client_judges_an_initiative(people, client_of_schema):
    models = client_of_schema.models
    code = file_it(people["tacgia"], models, client_of_schema.types.File)
    assert people["canbo"].dossiers_transition(code, "admit").state is models.DossierState.ADMITTED
    hearing = judge_it(people, models, code)
    assert people["uyvien"].hearings_retrieve(hearing).conclusion
    recognise_it(people["coquan"], models, code)
    [row] = people[""].search_retrieve(q="tra cuu van ban mot cua").results
    assert row.title == TITLE
    [recognition] = people["lanhdao"].recognitions_list(level=[models.Level.DEPARTMENT]).results
    assert (recognition.title, recognition.kind) == (TITLE, models.WorkKind.INITIATIVE)
    [certificate] = people["tacgia"].certificates_list().results
    verdict = people[""].certificates_verify_retrieve(certificate.verification)
    assert verdict.state is models.PaperState.VALID


def file_it(author, models, file):
    """Begun, written, with a file, submitted; the code that it gets."""
    year = str(timezone.localdate().year)
    rounds = author.rounds_list(level=models.Level.DEPARTMENT, purpose=models.Purpose.RECOGNITION).results
    round_ = next(row for row in rounds if row.code == f"so-{year}")
    draft = author.dossiers_create(body=models.DossierRequest(round_=round_.code, title=TITLE))
    answers = factories.answers("recognition", "SKHCN", title=TITLE, field="cntt")
    body = models.AnswersRequest(answers=models.AnswersRequestAnswers.from_dict(answers))
    saved = author.dossiers_partial_update(draft.code, body=body, if_match=f'"{draft.revision}"')
    assert [row.share for row in saved.authors] == ["100.00"]
    paper = file(payload=BytesIO(pdf()), file_name="minh-chung.pdf", mime_type="application/pdf")
    kept = author.dossiers_files_create(draft.code, body=models.FileRequest(file=paper))
    assert kept.name == "minh-chung.pdf"
    assert "submit" in {step.name for step in author.dossiers_retrieve(draft.code).transitions}
    filed = author.dossiers_transition(draft.code, "submit", body=models.TransitionRequest())
    assert filed.code.startswith("SK-")
    [frozen] = author.dossiers_versions_retrieve(filed.code, 1).content.authors
    assert frozen.share == "100.00"
    return filed.code


def judge_it(people, models, code):
    """A council of five and a sixth who steps back: sheets, a session, a secret ballot, a conclusion."""
    office, chair = people["coquan"], people["chutich"]
    seats = [
        models.SeatRequest(person=people[name].me_retrieve().person, role=models.SeatRole(role))
        for name, role in COUNCIL
    ]
    seats.append(models.SeatRequest(person=people["lanhdao"].me_retrieve().person))
    body = models.CouncilRequest(round_=f"so-{timezone.localdate().year}", title="Hội đồng sáng kiến", seats=seats)
    council = office.councils_create(body=body)
    [hearing] = office.councils_dossiers_create(council.code, body=models.DossierCodesRequest(codes=[code]))
    people["lanhdao"].hearings_recuse(hearing.id, body=models.ConflictRequest(ground="Cùng nhóm nghiên cứu"))
    for name, _role in COUNCIL:
        score(people[name], models, hearing.id)
    today = timezone.localdate()
    session = chair.councils_sessions_create(council.code, body=models.SessionRequest(held_on=today, venue="Phòng 1"))
    present = models.PresentRequest(present=[seat.id for seat in council.seats][: len(COUNCIL)])
    chair.sessions_open(session.id, body=present)
    opened = chair.sessions_attendance_update(session.id, body=present)
    assert opened.state is models.SessionState.OPEN
    assert chair.hearings_retrieve(hearing.id).quorum.holds
    assert [sheet.total for sheet in chair.hearings_retrieve(hearing.id).sheets]
    vote(people, models, hearing.id)
    conclusion = chair.hearings_conclude(hearing.id, body=models.ConcludeRequest())
    assert conclusion.outcome == "passed"
    assert conclusion.steps[0].citation.document
    chair.sessions_close(session.id, body=models.NotesRequest())
    chair.sessions_minutes_create(session.id, body=models.NotesRequest(notes=""))
    assert chair.sessions_minutes_retrieve(session.id).payload.read(5) == b"%PDF-"
    return hearing.id


def score(member, models, hearing):
    sheet = member.sheets_retrieve(hearing)
    scores = models.SheetRequestScores.from_dict(SCORES)
    saved = member.sheets_partial_update(
        hearing, body=models.SheetRequest(scores=scores), if_match=f'"{sheet.revision}"'
    )
    assert saved.scores.additional_properties == SCORES
    assert member.sheets_lock(hearing, body=models.LockRequest()).locked_at


def vote(people, models, hearing):
    chair = people["chutich"]
    poll = chair.hearings_polls_create(hearing)
    receipts = set()
    for name, _role in COUNCIL:
        [mine] = people[name].ballots_list()
        ballot = models.BallotRequest(poll=mine.poll, choice="yes", receipt=new_receipt())
        receipts.add(people[name].ballots_create(body=ballot).receipt)
    assert chair.polls_close(poll.id).state is models.PollState.CLOSED
    box = chair.polls_box_retrieve(poll.id)
    assert {receipt for receipt, _choice in box.box} == receipts
    assert box.votes["yes"] == len(COUNCIL)


def recognise_it(office, models, code):
    body = models.DecisionDraftRequest(authority="SKHCN", level=models.Level.DEPARTMENT, dossiers=[code])
    draft = office.decisions_create(body=body)
    signature = models.SignRequest(signed_on=timezone.localdate(), signer_name="Võ Thành Đạt", signer_post="Giám đốc")
    signed = office.decisions_sign(draft.code, body=signature)
    published = office.decisions_publish(signed.code)
    assert (published.state, published.items[0].dossier) == (models.DecisionState.PUBLISHED, code)


def test_both_guides_name_the_same_settings():
    assert settings_of_guide("vi") == settings_of_guide("en")
