"""The forms as data: what each kind of dossier asks, in which step, with which limits.

One description serves the page, the API, completeness, differences between versions, reasons of a return and the PDF.
Source: Thông tư 18/2013/TT-BKHCN, Phụ lục I (initiatives); QĐ 465/QĐ-SGDĐT (sections of the description); for topics
the forms named in Thông tư 20/2023/TT-BKHCN, Điều 5, and 11/2014/TT-BKHCN. Labels are English; catalogues translate.
"""

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Marks a label for the message catalogue."""
    return text


LONG = 20_000
SHORT = 300


@dataclass(frozen=True, slots=True)
class Question:
    """One field. `kind`: line, text, date, money (đồng), number, choice, choices, tick. `article` is the row of the
    law's form.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    limit: int = LONG
    help: str = ""
    article: str = ""
    options: tuple[tuple[str, str], ...] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the form."""

    name: str
    title: str
    questions: tuple[Question, ...] = ()


SOLUTION_TYPES = (
    ("technical", gettext_noop("Technical solution")),
    ("management", gettext_noop("Management solution")),
    ("operational", gettext_noop("Operational solution")),
    ("progress", gettext_noop("Application of technical progress")),
)
PRODUCT_LEVELS = (
    ("article", gettext_noop("Articles and books")),
    ("process", gettext_noop("Processes, models, software")),
    ("device", gettext_noop("Devices, materials, varieties")),
    ("training", gettext_noop("Training")),
)

_WHAT = (
    Question("title", gettext_noop("Title"), "line", limit=500,
             help=gettext_noop("Names the nature of the solution: what is done, with what, for whom.")),
    Question("field", gettext_noop("Field of application"), "reference"),
    Question("unit", gettext_noop("Unit that owns the work"), "reference"),
    Question("summary", gettext_noop("Summary for the public register"), limit=2_000,
             help=gettext_noop("Three to five sentences that anybody may read once the work is recognised.")),
)  # fmt: skip
_DECLARATION = Step("send", gettext_noop("Check and send"), (
    Question("declaration", gettext_noop("What is stated here is true; I answer for it before the law."), "tick",
             article="14"),
))  # fmt: skip
_AUTHORS = Step("authors", gettext_noop("Authors"))
_FILES = Step("files", gettext_noop("Files"))

INITIATIVE = (
    Step(
        "what",
        gettext_noop("What it is"),
        (
            *_WHAT,
            Question(
                "solution_types", gettext_noop("Kind of solution"), "choices", options=SOLUTION_TYPES, article="INI-01"
            ),
            Question(
                "first_applied_on",
                gettext_noop("First applied or tried on"),
                "date",
                article="6",
                help=gettext_noop("The earlier of the two days. Novelty is judged on the day before it."),
            ),
            Question(
                "investor",
                gettext_noop("Investor who made it possible, where not the author"),
                "line",
                False,
                SHORT,
                article="4",
            ),
        ),
    ),
    _AUTHORS,
    Step(
        "content",
        gettext_noop("Content"),
        (
            Question(
                "problem",
                gettext_noop("Problem solved"),
                article="5",
                help=gettext_noop("What was difficult before, with figures where there are any."),
            ),
            Question("known_solution", gettext_noop("Known solution and its weakness"), article="7"),
            Question(
                "description",
                gettext_noop("Nature of the solution: steps and conditions"),
                article="7",
                help=gettext_noop("Detailed enough for a colleague to carry it out."),
            ),
            Question("novelty", gettext_noop("What is new"), article="INI-05"),
            Question("conditions", gettext_noop("Conditions needed to apply it"), article="10", limit=5_000),
            Question(
                "confidential",
                gettext_noop("Information to be kept secret"),
                required=False,
                limit=5_000,
                article="9",
                help=gettext_noop("Seen only by those who check and judge; never in the register or in search."),
                secret=True,
            ),
        ),
    ),
    Step(
        "effect",
        gettext_noop("Effect"),
        (
            Question("applicability", gettext_noop("Applicability: where applied, who else could use it"), article="8"),
            Question("benefit", gettext_noop("Benefits gained or expected, in the authors' view"), article="11"),
            Question("benefit_vnd", gettext_noop("Benefit in money (đồng a year)"), "money", False, 16, article="11"),
            Question(
                "benefit_by_users",
                gettext_noop("Benefits in the view of those who applied it"),
                required=False,
                article="12",
            ),
            Question(
                "first_users",
                gettext_noop("People who took part in the first application, and their work"),
                required=False,
                limit=5_000,
                article="13",
            ),
        ),
    ),
    _FILES,
    _DECLARATION,
)

INFLUENCE = (
    *INITIATIVE[:3],
    Step(
        "effect",
        gettext_noop("Effect and influence"),
        (
            *INITIATIVE[3].questions,
            Question(
                "influence",
                gettext_noop("Influence in the city: units that apply it, since when, with which results"),
                article="QĐ 33/2015",
            ),
            Question("spread", gettext_noop("How it can be spread further"), article="QĐ 33/2015"),
        ),
    ),
    _FILES,
    _DECLARATION,
)

DETERMINATION = (
    Step("what", gettext_noop("What it is"), _WHAT),
    _AUTHORS,
    Step("content", gettext_noop("Content"), (
        Question("necessity", gettext_noop("Why it is needed")),
        Question("objectives", gettext_noop("Goals")),
        Question("products", gettext_noop("Expected products")),
        Question("applied_by", gettext_noop("Where and by whom the results will be used"), limit=5_000),
    )),
    _FILES,
    _DECLARATION,
)  # fmt: skip

SELECTION = (
    Step("what", gettext_noop("What it is"), (
        *_WHAT,
        Question("duration_months", gettext_noop("Duration (months)"), "number", limit=3),
        Question("budget_vnd", gettext_noop("Total budget (đồng)"), "money", limit=16),
    )),
    _AUTHORS,
    Step("content", gettext_noop("Proposal"), (
        Question("overview", gettext_noop("State of research and necessity")),
        Question("objectives", gettext_noop("Goals")),
        Question("methods", gettext_noop("Content, people and methods")),
        Question("plan", gettext_noop("Plan with milestones")),
        Question("capacity", gettext_noop("Capacity of the organisation and the team")),
    )),
    Step("effect", gettext_noop("Products and use"), (
        Question("product_levels", gettext_noop("Kinds of products"), "choices", options=PRODUCT_LEVELS),
        Question("products", gettext_noop("Products and their measures")),
        Question("applied_by", gettext_noop("Who will use the results, and how")),
    )),
    _FILES,
    _DECLARATION,
)  # fmt: skip

ACCEPTANCE = (
    Step("what", gettext_noop("What it is"), (
        *_WHAT,
        Question("first_applied_on", gettext_noop("First applied or tried on"), "date", False),
    )),
    _AUTHORS,
    Step("content", gettext_noop("Results"), (
        Question("results", gettext_noop("Results against the order")),
        Question("products", gettext_noop("Products delivered, with quantity and quality")),
        Question("self_assessment", gettext_noop("Self-assessment")),
        Question("deviations", gettext_noop("What differs from the order, and why"), required=False),
    )),
    Step("effect", gettext_noop("Use"), (
        Question("application", gettext_noop("Where the results are used, with which effect")),
        Question("handover", gettext_noop("Hand-over and further use"), required=False),
    )),
    _FILES,
    _DECLARATION,
)  # fmt: skip

FORMS: dict[str, tuple[Step, ...]] = {
    "recognition": INITIATIVE,
    "influence": INFLUENCE,
    "determination": DETERMINATION,
    "selection": SELECTION,
    "acceptance": ACCEPTANCE,
}
COLUMNS = ("title", "field", "unit", "summary", "first_applied_on")


def questions(purpose: str) -> dict[str, Question]:
    """All questions of a purpose by name, in order."""
    return {question.name: question for step in FORMS[purpose] for question in step.questions}
