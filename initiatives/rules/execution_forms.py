"""What each act on a contract asks, as data: one description serves the page, the API, the checks and the papers."""

from initiatives.rules.forms import LONG, Question, gettext_noop

TEXT = 5_000
LINE = 200


def _day(name: str, label: str, required: bool = True) -> Question:
    return Question(name, label, "date", required)


_NUMBER = Question("decision_number", gettext_noop("Number of the decision"), "line", limit=60)
_DECIDED = _day("decided_on", gettext_noop("Decided on"))
_REASON = Question("reason", gettext_noop("Reason"), limit=TEXT)
_PLACE = Question("number", gettext_noop("No."), "number", limit=3)
USES = (
    ("used", gettext_noop("Used as planned")), ("partly", gettext_noop("Used in part")),
    ("not_used", gettext_noop("Not used")),
)  # fmt: skip

SIGN = (
    _day("signed_on", gettext_noop("Signed on")),
    Question("orderer", gettext_noop("For the authority: name and post"), "line", limit=LINE),
    Question("holder", gettext_noop("For the unit that carries it out: name and post"), "line", limit=LINE),
)
PAY = (
    _PLACE,
    _day("paid_on", gettext_noop("Paid on")),
    Question("paid_vnd", gettext_noop("Amount paid (đồng)"), "money", limit=15),
)
SETTLE_PART = (
    _PLACE,
    _day("settled_on", gettext_noop("Settled on")),
    Question("settled_vnd", gettext_noop("Costs accepted (đồng)"), "money", limit=15),
)
MARK = (
    _PLACE,
    _day("fact_from", gettext_noop("Begun on")),
    _day("fact_to", gettext_noop("Finished on"), required=False),
    Question("note", gettext_noop("Note"), "line", False, 500),
)
INSPECT = (
    _day("held_on", gettext_noop("Inspected on")),
    Question("present", gettext_noop("Who was present, one a line"), limit=2_000),
    Question("findings", gettext_noop("What was found"), limit=LONG),
    Question("demands", gettext_noop("What is demanded, and by when"), required=False, limit=TEXT),
)
SETTLE = (
    _day("settled_on", gettext_noop("Settled on")),
    Question("accepted_vnd", gettext_noop("Costs accepted in all (đồng)"), "money", limit=15),
    _NUMBER,
    Question("note", gettext_noop("Note"), required=False, limit=TEXT),
)
FOLLOW = (
    _PLACE,
    _day("done_on", gettext_noop("Done on")),
    Question("use", gettext_noop("What was found of the use"), "choice", False, options=USES),
    Question("note", gettext_noop("What was done, by whom the result is used"), limit=TEXT),
)
REPORT = (
    Question("done", gettext_noop("Work done, against the plan"), limit=LONG),
    Question("products", gettext_noop("Products so far"), limit=LONG),
    Question("spent_vnd", gettext_noop("Spent so far (đồng)"), "money", limit=15),
    Question("difficulties", gettext_noop("Difficulties and proposals"), required=False, limit=TEXT),
    Question("next", gettext_noop("Work of the coming period"), limit=LONG),
)
REMARK = (Question("remark", gettext_noop("What is to be completed"), limit=TEXT),)
APPROVE = (_DECIDED, _NUMBER, Question("reason", gettext_noop("Grounds"), required=False, limit=TEXT))
REFUSE = (_DECIDED, _NUMBER, _REASON)

REQUESTS: dict[str, tuple[Question, ...]] = {
    "extension": (
        Question("months", gettext_noop("Months to add"), "number", limit=2),
        _REASON,
        Question("minutes", gettext_noop("Minutes of the unit's science council are attached"), "tick", False),
        Question("special", gettext_noop("Special reason for a further extension"), "line", False, LINE),
    ),
    "goals": (Question("goals", gettext_noop("Goals and products as they are to read"), limit=LONG), _REASON),
    "people": (Question("people", gettext_noop("People as they are to read, one a line"), limit=TEXT), _REASON),
    "budget": (_REASON,),
    "pause": (_day("from_on", gettext_noop("Pause from")), _REASON),
    "resume": (_day("from_on", gettext_noop("Go on from")), _REASON),
    "termination": (
        _day("from_on", gettext_noop("End on")),
        _REASON,
        Question("products", gettext_noop("Products and results so far"), limit=LONG),
    ),
}
"""By kind. A change of the budget brings its lines along."""
