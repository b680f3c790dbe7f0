"""Who may call what. The law: what one may do is answered; what one sees but may not do is 403; what one does not see
is 404, exactly as what is not there; and where one has to sign in, nobody is asked 401.
"""

from dataclasses import dataclass, field

from tests.api.calls import Call

PEOPLE = (
    "anonymous", "stranger", "author", "coauthor", "officer", "elsewhere_chair", "recused", "member_chair",
    "member_member", "secretary", "registrar", "leader", "administrator",
)  # fmt: skip


def _who(*names: str) -> frozenset[str]:
    assert set(names) <= set(PEOPLE)
    return frozenset(names)


NOBODY = frozenset[str]()
EVERYBODY = frozenset(PEOPLE)
SIGNED_IN = EVERYBODY - {"anonymous"}
AUTHOR, ADMINISTRATOR, REGISTRAR, CHAIR = _who("author"), _who("administrator"), _who("registrar"), _who("member_chair")
TEAM = _who("author", "coauthor")
CHECKERS = _who("officer", "registrar")
OFFICES = CHECKERS | {"secretary", "leader"}
FILED = AUTHOR | OFFICES
EXECUTING = _who("author", "officer")
SETTING_UP = _who("secretary", "registrar")
MEMBERS = _who("member_chair", "member_member")
BENCH = MEMBERS | SETTING_UP
HEARING = BENCH | {"leader"}
COUNCIL = HEARING | {"recused"}
CONDUCTING = CHAIR | SETTING_UP
DECIDING = _who("registrar", "leader")


@dataclass(frozen=True)
class Right:
    """Who may, who sees it (who may, unless said), and who is told something else because of the state things are in."""

    may: frozenset[str]
    sees: frozenset[str] = NOBODY
    unless: dict[int, frozenset[str]] = field(default_factory=dict)

    def status(self, who: str) -> int:
        """What somebody is answered; 200 stands for every success."""
        told = next((status for status, whom in self.unless.items() if who in whom), None)
        if told or who in self.may:
            return told or 200
        if who == "anonymous" and self.may <= SIGNED_IN:
            return 401
        return 403 if who in self.sees else 404


PUBLIC, OWN_LIST = Right(EVERYBODY), Right(SIGNED_IN)
SEEN_DRAFT, SEEN_FILED = Right(TEAM), Right(FILED)
READING = Right(DECIDING, SIGNED_IN)
NO_LONGER = Right(NOBODY, FILED, {409: AUTHOR})  # the author may edit drafts; this one has been submitted

RIGHTS: dict[str, Right] = {
    "POST calendar/": OWN_LIST, "POST me/data/": OWN_LIST, "GET system/": Right(ADMINISTRATOR, SIGNED_IN), "GET deliveries/": Right(ADMINISTRATOR, SIGNED_IN),
    "GET retention/": OWN_LIST, "GET me/erasure/": OWN_LIST, "GET me/viewings/": OWN_LIST, "GET me/mail/": OWN_LIST,
    "PUT me/mail/": OWN_LIST, "GET mail/": Right(ADMINISTRATOR, SIGNED_IN), "POST me/erasure/": OWN_LIST,
    "GET erasures/": Right(ADMINISTRATOR, SIGNED_IN), "POST erasures/{number}/decide/ erasure": Right(ADMINISTRATOR, SIGNED_IN),
    "POST people/{code}/close/ leaver": Right(ADMINISTRATOR, SIGNED_IN),
    "POST people/{code}/sign-out/ leaver": Right(ADMINISTRATOR, SIGNED_IN),
    "POST people/{code}/second-step/ forgetful": Right(ADMINISTRATOR, SIGNED_IN),
    "POST deliveries/{number}/replay/ delivery": Right(ADMINISTRATOR, SIGNED_IN),
    "GET failed-tasks/": Right(ADMINISTRATOR, SIGNED_IN),
    "POST failed-tasks/{number}/run/ task_failed": Right(ADMINISTRATOR, SIGNED_IN),
    "GET hooks/": Right(ADMINISTRATOR, SIGNED_IN), "POST hooks/": Right(ADMINISTRATOR, SIGNED_IN),
    "DELETE hooks/{number}/ hook": Right(ADMINISTRATOR, SIGNED_IN),
    "GET journal/seals/": PUBLIC, "GET journal/seals/{number}/ seal": PUBLIC,
    "POST tokens/": PUBLIC, "DELETE tokens/": OWN_LIST, "GET me/": OWN_LIST, "GET people/": OWN_LIST,
    "POST people/": Right(ADMINISTRATOR, SIGNED_IN),
    "GET units/": PUBLIC, "GET units/{code}/ unit": PUBLIC, "PUT units/{code}/ TYTHV": Right(ADMINISTRATOR, SIGNED_IN),
    "GET fields/": PUBLIC, "GET fields/{code}/ field": PUBLIC,
    "GET rounds/": PUBLIC, "GET rounds/{code}/ round": PUBLIC, "POST rounds/": Right(REGISTRAR, SIGNED_IN),
    "GET rounds/{code}/opening/ opened_round": Right(OFFICES),
    "POST rounds/{code}/unseal/ sealed_round": Right(REGISTRAR, SIGNED_IN),
    # works: a recognised one is public; any other is seen by those who see a dossier of it
    "GET works/": PUBLIC,
    "GET works/{id}/ draft_work": Right(TEAM, unless={404: _who("anonymous")}),
    "GET works/{id}/ submitted_work": Right(FILED, unless={404: _who("anonymous")}),
    "GET works/{id}/ recognised_work": PUBLIC,
    # dossiers
    "GET dossiers/": OWN_LIST, "POST dossiers/": OWN_LIST,
    "GET dossiers/{code}/ draft": SEEN_DRAFT, "GET dossiers/{code}/ submitted": SEEN_FILED,
    "GET dossiers/{code}/ recognised": SEEN_FILED,
    "GET dossiers/{code}/ reviewed": Right(FILED | MEMBERS),
    "GET dossiers/{code}/application/ draft": SEEN_DRAFT, "GET dossiers/{code}/application/ submitted": SEEN_FILED,
    "GET dossiers/{code}/application/ recognised": SEEN_FILED,
    "GET dossiers/{code}/files/ draft": SEEN_DRAFT, "GET dossiers/{code}/files/ submitted": SEEN_FILED,
    "GET dossiers/{code}/files/ recognised": SEEN_FILED,
    "GET dossiers/{code}/history/ draft": SEEN_DRAFT, "GET dossiers/{code}/history/ submitted": SEEN_FILED,
    "GET dossiers/{code}/history/ recognised": SEEN_FILED,
    "GET dossiers/{code}/similar/ draft": SEEN_DRAFT, "GET dossiers/{code}/similar/ submitted": SEEN_FILED,
    "GET dossiers/{code}/similar/ recognised": SEEN_FILED,
    "POST dossiers/{code}/similar/ submitted": Right(CHECKERS | {"secretary"}, FILED),
    "GET dossiers/{code}/versions/{number}/ submitted 1": SEEN_FILED,
    "GET dossiers/{code}/versions/{number}/ recognised 1": SEEN_FILED,
    "GET dossiers/{code}/versions/{number}/changes/ submitted 1": SEEN_FILED,
    "PATCH dossiers/{code}/ draft": SEEN_DRAFT, "PATCH dossiers/{code}/ submitted": NO_LONGER,
    "PUT dossiers/{code}/authors/ draft": SEEN_DRAFT, "PUT dossiers/{code}/authors/ submitted": NO_LONGER,
    "PUT dossiers/{code}/units/ draft": SEEN_DRAFT, "PUT dossiers/{code}/units/ submitted": NO_LONGER,
    "PUT dossiers/{code}/points/ revised": Right(AUTHOR, FILED | {"elsewhere_chair"}),
    "POST dossiers/{code}/authors/confirm/ draft": SEEN_DRAFT,
    "POST dossiers/{code}/files/ draft": SEEN_DRAFT, "POST dossiers/{code}/files/ submitted": NO_LONGER,
    "DELETE dossiers/{code}/files/{number}/ draft draft_file": SEEN_DRAFT,
    "GET dossiers/{code}/files/{number}/redacted/ blind blind_file": SEEN_FILED,
    "POST dossiers/{code}/files/{number}/redacted/ blind blind_file": Right(AUTHOR | CHECKERS, FILED),
    "POST dossiers/{code}/transitions/{name}/ whole submit": Right(AUTHOR),
    "POST dossiers/{code}/transitions/{name}/ draft withdraw": SEEN_DRAFT,
    "POST dossiers/{code}/transitions/{name}/ submitted admit": Right(CHECKERS, FILED),
    "POST dossiers/{code}/transitions/{name}/ submitted return": Right(CHECKERS, FILED),
    "POST dossiers/{code}/transitions/{name}/ submitted refuse": Right(CHECKERS, FILED),
    "POST dossiers/{code}/transitions/{name}/ submitted withdraw": Right(AUTHOR, FILED),
    "POST dossiers/{code}/transitions/{name}/ returned submit": Right(AUTHOR, FILED),
    "GET files/": OWN_LIST,
    "GET files/{id}/ draft_file": SEEN_DRAFT, "GET files/{id}/ submitted_file": SEEN_FILED,
    "GET files/{id}/content/ draft_file": SEEN_DRAFT, "GET files/{id}/content/ submitted_file": SEEN_FILED,
    # the signed link of a letter is proof enough
    "GET invitations/{link}/ link": PUBLIC, "POST invitations/{link}/ link": PUBLIC,
    # contracts: those who ordered and those who carry out see them, the latter once they are signed
    "GET contracts/": OWN_LIST, "POST contracts/": Right(REGISTRAR, FILED),
    "GET contracts/{code}/ contract": SEEN_FILED, "GET contracts/{code}/ draft_contract": Right(OFFICES),
    "GET contracts/{code}/history/ contract": SEEN_FILED,
    "PUT contracts/{code}/plan/ draft_contract": Right(REGISTRAR, OFFICES),
    "POST contracts/{code}/transitions/{name}/ draft_contract sign": Right(REGISTRAR, OFFICES),
    "POST contracts/{code}/transitions/{name}/ contract mark": Right(EXECUTING, FILED),
    "POST contracts/{code}/transitions/{name}/ contract pay": Right(REGISTRAR, FILED),
    "POST contracts/{code}/transitions/{name}/ contract inspect": Right(CHECKERS, FILED),
    "POST contracts/{code}/transitions/{name}/ accepted_contract settle": Right(REGISTRAR, FILED),
    "POST contracts/{code}/transitions/{name}/ accepted_contract follow_up": Right(EXECUTING | CHECKERS, FILED),
    "POST contracts/{code}/progress/{number}/transitions/{name}/ contract 1 accept": Right(CHECKERS, FILED),
    "POST contracts/{code}/progress/{number}/transitions/{name}/ contract 1 return": Right(CHECKERS, FILED),
    "POST contracts/{code}/progress/{number}/transitions/{name}/ contract 2 submit": Right(EXECUTING, FILED),
    "POST contracts/{code}/requests/ contract": Right(EXECUTING, FILED),
    "POST contracts/{code}/requests/{number}/transitions/{name}/ contract 1 approve": Right(REGISTRAR, FILED),
    "POST contracts/{code}/requests/{number}/transitions/{name}/ contract 1 refuse": Right(REGISTRAR, FILED),
    "POST contracts/{code}/requests/{number}/transitions/{name}/ contract 1 withdraw": Right(EXECUTING, FILED),
    "POST contracts/{code}/files/ contract": Right(EXECUTING | CHECKERS, FILED),
    "GET contracts/{code}/files/{file}/ contract contract_file": SEEN_FILED,
    "GET contracts/{code}/papers/{kind}/{number}/ contract contract 0": SEEN_FILED,
    "GET contracts/{code}/papers/{kind}/{number}/ contract report 1": SEEN_FILED,
    "POST dossiers/{code}/next/ running_selection": Right(EXECUTING, FILED),
    "POST contracts/{code}/initiative/ accepted_contract": Right(AUTHOR, FILED),
    # appeals: the parties and the offices of the authority; members of councils learn nothing of them
    "GET appeals/": OWN_LIST, "GET appeals/{code}/ appeal": Right(FILED), "GET appeals/{code}/paper/ answered_appeal": Right(FILED),
    "POST appeals/{code}/files/ appeal": Right(AUTHOR | CHECKERS | DECIDING, FILED),
    "GET appeals/{code}/files/{file}/ appeal appeal_file": Right(FILED),
    "POST appeals/": Right(AUTHOR, FILED, {422: CHECKERS}),  # an officer says whose paper it is
    "POST appeals/{code}/transitions/{name}/ appeal take_up": Right(CHECKERS, FILED),
    "POST appeals/{code}/transitions/{name}/ appeal not_take_up": Right(CHECKERS, FILED),
    "POST appeals/{code}/transitions/{name}/ appeal withdraw": Right(AUTHOR, FILED),
    "POST appeals/{code}/transitions/{name}/ taken_up_appeal examine": Right(_who("secretary"), FILED),
    "POST appeals/{code}/transitions/{name}/ taken_up_appeal assign": Right(CHECKERS, FILED),
    "POST appeals/{code}/transitions/{name}/ taken_up_appeal prolong": Right(DECIDING, FILED),
    "POST appeals/{code}/transitions/{name}/ examined_appeal uphold": Right(DECIDING, FILED),
    "POST appeals/{code}/transitions/{name}/ examined_appeal reject": Right(DECIDING, FILED),
    # tasks: the list is public, what is not listed yet is of the authority; who competes for one is told to few
    "GET tasks/": PUBLIC, "GET tasks/{code}/ listed_task": PUBLIC,
    "GET tasks/{code}/ worded_task": Right(OFFICES, unless={404: _who("anonymous")}),
    "POST tasks/": Right(SETTING_UP, FILED), "POST tasks/call/": Right(REGISTRAR, SIGNED_IN),
    "POST tasks/{code}/transitions/{name}/ worded_task word": Right(SETTING_UP, OFFICES),
    "POST tasks/{code}/transitions/{name}/ listed_task drop": Right(REGISTRAR, SIGNED_IN),
    "GET tasks/{code}/ranking/ closed_task": Right(OFFICES), "POST tasks/{code}/ranking/ closed_task": Right(SETTING_UP, OFFICES),
    "GET appraisals/": OWN_LIST, "GET appraisals/{id}/ appraised": SEEN_FILED,
    "GET appraisals/{id}/paper/ appraised": SEEN_FILED, "PUT appraisals/{id}/ appraised": Right(SETTING_UP, FILED),
    "GET measurements/": OWN_LIST, "GET measurements/{id}/ measured": SEEN_FILED,
    "GET measurements/{id}/paper/ measured": SEEN_FILED, "PUT measurements/{id}/ measured": Right(SETTING_UP, FILED),
    "GET contract-rules/": PUBLIC, "GET portfolio/": OWN_LIST,
    # schemes are public, as the law is
    "GET schemes/": PUBLIC, "GET schemes/{code}/ department-default": PUBLIC,
    "GET schemes/{code}/words/ department-default": PUBLIC, "GET schemes/{code}/differences/ department-default": PUBLIC,
    "POST schemes/{code}/try/ department-default": PUBLIC,
    "POST schemes/{code}/versions/ department-default": Right(REGISTRAR, SIGNED_IN),
    "POST schemes/{code}/bind/ department-default": Right(REGISTRAR, SIGNED_IN),
    # councils: who is recused sees the council, and nothing of the hearing
    "GET councils/": OWN_LIST, "POST councils/": Right(SETTING_UP, SIGNED_IN),
    "GET councils/{code}/ council": Right(COUNCIL), "GET councils/{code}/hearings/ council": Right(COUNCIL),
    "GET councils/{code}/progress/ council": Right(COUNCIL), "GET councils/{code}/sessions/ council": Right(COUNCIL),
    "GET councils/{code}/calibration/ council": Right(SETTING_UP, COUNCIL, {409: CHAIR}),  # own sheets are open still
    "GET councils/{code}/decision/ council": Right(CONDUCTING, COUNCIL),
    "POST councils/{code}/dossiers/ council": Right(SETTING_UP, COUNCIL, {422: CHAIR}),  # sees no admitted dossier
    "PUT councils/{code}/seats/ empty_council": Right(SETTING_UP, _who("elsewhere_chair", "leader")),
    "PUT councils/{code}/alternates/ empty_council": Right(SETTING_UP, _who("elsewhere_chair", "leader")),
    "PUT councils/{code}/term/ empty_council": Right(SETTING_UP, _who("elsewhere_chair", "leader")),
    "POST councils/{code}/sessions/ council": Right(CONDUCTING, COUNCIL),
    # nobody whom a dossier concerns learns of an assignment: it tells something of all of them
    "GET councils/{code}/assignments/ council": Right(CONDUCTING, COUNCIL),
    "POST councils/{code}/assignments/ council": Right(CONDUCTING, COUNCIL),
    "GET councils/{code}/fit/ council": Right(CONDUCTING, COUNCIL),
    "GET councils/{code}/conflicts/ council": Right(CONDUCTING, COUNCIL),
    "GET councils/{code}/preferences/ council": Right(COUNCIL),
    "PUT councils/{code}/preferences/ council": Right(MEMBERS, COUNCIL, {422: _who("recused")}),
    "GET assignments/{id}/ preview": Right(CONDUCTING, COUNCIL),
    "POST assignments/{id}/publish/ preview": Right(CONDUCTING, COUNCIL),
    "POST assignments/{id}/undo/ published_assignment": Right(CONDUCTING, COUNCIL),
    "POST assignments/{id}/replay/ preview": Right(CONDUCTING, COUNCIL),
    "GET conflicts/": OWN_LIST, "POST conflicts/": Right(AUTHOR, FILED),
    "POST conflicts/{id}/dispute/ own_conflict": Right(_who("recused")),
    "POST conflicts/{id}/uphold/ claim": Right(CONDUCTING, HEARING),
    "POST conflicts/{id}/dismiss/ claim": Right(CONDUCTING, HEARING),
    "GET sessions/{id}/ session": Right(COUNCIL),
    "GET sessions/{id}/minutes/ session": Right(NOBODY),  # not written yet
    "POST sessions/{id}/minutes/ session": Right(NOBODY, COUNCIL, {409: CONDUCTING}),  # it is open still
    "POST sessions/{id}/open/ planned": Right(SETTING_UP | {"elsewhere_chair"}, _who("leader")),
    "PUT sessions/{id}/attendance/ session": Right(CONDUCTING, COUNCIL),
    "GET sessions/{id}/room/ session": Right(COUNCIL),
    "POST sessions/{id}/substitute/ held": Right(SETTING_UP | {"elsewhere_chair"}, _who("leader")),
    "POST sessions/{id}/resume/ stood": Right(SETTING_UP | {"elsewhere_chair"}, _who("leader")),
    "POST sessions/{id}/close/ session": Right(NOBODY, COUNCIL, {409: CONDUCTING}),  # a vote is open
    "GET hearings/": OWN_LIST,
    "GET hearings/{id}/ scored_hearing": Right(HEARING), "GET hearings/{id}/ reviewed_hearing": Right(HEARING),
    "GET hearings/{id}/content/ blind_hearing": Right(HEARING), "GET hearings/{id}/content/ scored_hearing": Right(HEARING),
    "GET hearings/{id}/files/{number}/ blind_hearing blind_file": Right(HEARING),
    "GET hearings/{id}/justification/ reviewed_hearing": Right(CONDUCTING, HEARING),
    "POST hearings/{id}/recuse/ waiting_hearing": Right(MEMBERS, HEARING),
    "POST hearings/{id}/lift/ waiting_hearing": Right(CONDUCTING, HEARING),
    "POST hearings/{id}/unlock/ scored_hearing": Right(CHAIR, HEARING),
    "GET hearings/{id}/remarks/ voting_hearing": Right(BENCH, HEARING),
    "POST hearings/{id}/remarks/ voting_hearing": Right(MEMBERS, HEARING),
    "POST hearings/{id}/hand-over/ waiting_hearing": Right(SETTING_UP, HEARING),
    "POST hearings/{id}/polls/ scored_hearing": Right(CONDUCTING, HEARING),
    "POST hearings/{id}/revise/ scored_hearing": Right(CONDUCTING, HEARING),
    "POST hearings/{id}/conclude/ counted_hearing": Right(CONDUCTING, HEARING),
    "POST hearings/{id}/task/ determined_hearing": Right(CONDUCTING, HEARING),
    "GET sheets/": OWN_LIST,
    "GET sheets/{hearing}/ scored_hearing": Right(MEMBERS),  # who has no seat has no sheet
    "PATCH sheets/{hearing}/ waiting_hearing": Right(MEMBERS, HEARING),
    "POST sheets/{hearing}/lock/ waiting_hearing": Right(MEMBERS, HEARING),
    "GET polls/{id}/ poll": Right(HEARING),
    "GET polls/{id}/box/ closed_poll": Right(BENCH, HEARING), "GET polls/{id}/tally/ closed_poll": Right(BENCH, HEARING),
    "POST polls/{id}/close/ poll": Right(CONDUCTING, HEARING), "POST polls/{id}/annul/ poll": Right(CONDUCTING, HEARING),
    "GET ballots/": OWN_LIST,
    "POST ballots/": Right(_who("member_member"), HEARING, {409: CHAIR}),  # has cast
    "GET conclusions/": OWN_LIST,
    "GET conclusions/{id}/ conclusion": Right(FILED | MEMBERS),
    # the register and what is published are for everybody; a draft of a decision is for its authority
    "GET recognitions/": PUBLIC, "GET recognitions/extract/": OWN_LIST, "GET recognitions/{id}/ recognition": PUBLIC,
    "POST recognitions/{id}/nominate/ recognition": Right(_who("author", "officer"), SIGNED_IN),
    # an issued extract is of its authority; who has its code verifies it like a certificate
    "GET register/extracts/": READING, "POST register/extracts/": READING, "GET register/extracts/{code}/ extract": Right(DECIDING),
    "GET register/extracts/{code}/paper/ extract": Right(DECIDING),
    "GET decisions/": PUBLIC, "GET decisions/{code}/ decision": PUBLIC, "GET decisions/{code}/paper/ decision": PUBLIC,
    "GET decisions/{code}/ draft_decision": Right(DECIDING, unless={404: _who("anonymous")}),
    "GET decisions/{code}/paper/ draft_decision": Right(DECIDING, unless={404: _who("anonymous")}),
    "POST decisions/": Right(REGISTRAR, SIGNED_IN),
    "DELETE decisions/{code}/ draft_decision": Right(REGISTRAR, DECIDING),
    "DELETE decisions/{code}/ decision": Right(NOBODY, SIGNED_IN, {409: REGISTRAR}),
    "POST decisions/{code}/sign/ draft_decision": Right(DECIDING, DECIDING),
    "POST decisions/{code}/sign/ decision": Right(NOBODY, SIGNED_IN, {409: DECIDING}),
    "POST decisions/{code}/publish/ signed_decision": Right(DECIDING),
    # old registers are their registrar's
    "GET imports/": Right(REGISTRAR, SIGNED_IN), "POST imports/": Right(REGISTRAR, SIGNED_IN),
    "GET imports/{id}/ import": Right(REGISTRAR), "GET imports/{id}/problems/ import": Right(REGISTRAR),
    "PATCH imports/{id}/ import": Right(REGISTRAR), "POST imports/{id}/store/ import": Right(REGISTRAR),
    "POST imports/{id}/undo/ import": Right(NOBODY, REGISTRAR, {409: REGISTRAR}),
    "GET certificates/": OWN_LIST, "GET certificates/{serial}/ serial": Right(AUTHOR),
    "GET certificates/{serial}/paper/ serial": Right(AUTHOR),
    "GET certificates/verify/{code}/ verification": PUBLIC, "POST certificates/check/": PUBLIC,
    # certificates in bulk are the registrar's; here none is being made, and none has been printed yet
    "GET decisions/{code}/certificates/ decision": Right(REGISTRAR, SIGNED_IN),
    "POST decisions/{code}/certificates/start/ decision": Right(REGISTRAR, SIGNED_IN),
    "POST decisions/{code}/certificates/stop/ decision": Right(NOBODY, SIGNED_IN, {409: REGISTRAR}),
    "GET decisions/{code}/certificates/zip/ decision": Right(NOBODY, SIGNED_IN, {409: REGISTRAR}),
    "GET targets/": OWN_LIST, "GET targets/{code}/ target": OWN_LIST, "GET targets/{code}/progress/ target": OWN_LIST,
    "GET targets/{code}/units/ target": OWN_LIST, "GET targets/{code}/waiting/ target": OWN_LIST,
    "GET targets/{code}/versions/ target": OWN_LIST, "POST targets/": Right(REGISTRAR, SIGNED_IN),
    "PUT targets/{code}/ own_target": Right(REGISTRAR, SIGNED_IN),
    # reports count the whole city; who has an office there reads them
    "GET reports/": READING, "POST reports/": READING, "GET reports/{id}/ report": READING,
    "GET reports/{id}/paper/ report": READING, "GET reports/{id}/book/ report": READING,
    "GET reports/{id}/recount/ report": READING, "GET reports/subscription/": OWN_LIST,
    "PUT reports/subscription/": Right(_who("leader"), SIGNED_IN),
    "GET open-data/datapackage.json": PUBLIC,
    "GET open-data/{name}.csv register": PUBLIC, "GET open-data/{name}.json register": PUBLIC,
    "GET open-data/{name}.csv yearly-figures": PUBLIC, "GET open-data/{name}.json yearly-figures": PUBLIC,
    "GET open-data/{name}.csv yearly-figures-of-units": PUBLIC, "GET open-data/{name}.json yearly-figures-of-units": PUBLIC,
    "GET statistics/processing/": OWN_LIST, "GET statistics/recognised/": PUBLIC, "GET search/": PUBLIC, "GET search/suggestions/": PUBLIC,
    "GET search/export/": PUBLIC, "GET lexicon/": OWN_LIST, "PUT lexicon/": Right(ADMINISTRATOR, SIGNED_IN),
}  # fmt: skip


def right_to(call: Call) -> Right:
    """The row of a call."""
    return RIGHTS[str(call)]
