"""What each act on a task asks, as data."""

from initiatives.rules.forms import LONG, Question, gettext_noop

METHODS = (
    ("selection", gettext_noop("Selection among competitors")),
    ("direct", gettext_noop("Direct assignment")),
)
RULE_SETS = (
    ("province-2025", gettext_noop("Tasks of the city and of the base (from 10/02/2025)")),
    ("nafosted", gettext_noop("Topics funded by NAFOSTED")),
    ("vast", gettext_noop("Topics of the Vietnam Academy of Science and Technology")),
)
WORD = (
    Question("method", gettext_noop("How it is carried out"), "choice", options=METHODS),
    Question("title", gettext_noop("Title of the task"), "line", limit=500),
    Question("goals", gettext_noop("Goals, as the council words them"), limit=LONG),
    Question("products", gettext_noop("Expected products and what they have to reach"), limit=LONG),
    Question("applied_by", gettext_noop("Who will use the results"), limit=5_000),
    Question("assigned_to", gettext_noop("Unit to which it is assigned (direct assignment only)"), "reference", False),
    Question("grounds", gettext_noop("Grounds of the direct assignment"), required=False, limit=2_000),
    Question("rule_set", gettext_noop("Rules under which the topic is executed"), "choice", options=RULE_SETS),
    Question("most_months", gettext_noop("Months at most"), "number", False, 3),
    Question("cap_vnd", gettext_noop("State budget at most (đồng)"), "money", False, 15),
)
DROP = (Question("reason", gettext_noop("Reason"), limit=2_000),)
