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
    """One field. `kind`: line, text, date, money (đồng), number, choice, choices, tick, reference, or rows: a table
    with a question for each of its `columns`. `article` is the row of the law's form.
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
    columns: tuple["Question", ...] = ()


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
PROPOSERS = (
    ("unit", gettext_noop("Agency or unit of the State")),
    ("enterprise", gettext_noop("Enterprise")),
    ("school", gettext_noop("School or institute")),
    ("citizen", gettext_noop("Citizen")),
)
POSTS = (
    ("leader", gettext_noop("Principal investigator")),
    ("secretary", gettext_noop("Scientific secretary")),
    ("member", gettext_noop("Main member")),
    ("helper", gettext_noop("Technician, helper")),
)
PARTNERS = PROPOSERS[:3]
# As `initiatives.choices.CostItem` and `Source` name them; rules know no choices of Django's.
COST_ITEMS = (
    ("labour", gettext_noop("Labour")), ("materials", gettext_noop("Materials and energy")),
    ("equipment", gettext_noop("Equipment")), ("services", gettext_noop("Services from outside")),
    ("travel", gettext_noop("Travel, meetings, surveys")), ("management", gettext_noop("Management")),
    ("other", gettext_noop("Other costs")),
)  # fmt: skip
SOURCES = (("state", gettext_noop("State budget")), ("other", gettext_noop("Other sources")))
MEMBERS_ROWS = (
    Question("name", gettext_noop("Full name"), "line", limit=120),
    Question("workplace", gettext_noop("Workplace"), "line", limit=200),
    Question("post", gettext_noop("Post in the topic"), "choice", options=POSTS),
    Question("months", gettext_noop("Months of work"), "number", limit=3),
)
PARTNERS_ROWS = (
    Question("name", gettext_noop("Name of the partner"), "line", limit=200),
    Question("kind", gettext_noop("Kind"), "choice", options=PARTNERS),
    Question("part", gettext_noop("What it does"), "line", limit=300),
    Question("cofinancing_vnd", gettext_noop("Gives (đồng)"), "money", False, 15),
)
PRODUCTS_ROWS = (
    Question("name", gettext_noop("Product"), "line", limit=300),
    Question("kind", gettext_noop("Kind"), "choice", options=PRODUCT_LEVELS),
    Question("quantity", gettext_noop("Quantity"), "number", limit=6),
    Question("measure", gettext_noop("Level and quality to reach"), "line", limit=300),
)
MEASURED = (
    Question("product", gettext_noop("Product"), "line", limit=500),
    Question("promised", gettext_noop("As the contract promises"), "line", limit=500),
    Question("measured", gettext_noop("As measured"), "line", limit=500),
    Question("met", gettext_noop("Meets it"), "choice",
             options=(("yes", gettext_noop("Met")), ("no", gettext_noop("Not met")))),
)  # fmt: skip
MILESTONES_ROWS = (
    Question("title", gettext_noop("Work to be done"), "line", limit=300),
    Question("product", gettext_noop("Product"), "line", False, 300),
    Question("from_month", gettext_noop("From month"), "number", limit=3),
    Question("to_month", gettext_noop("To month"), "number", limit=3),
)
BUDGET_ROWS = (
    Question("item", gettext_noop("Item"), "choice", options=COST_ITEMS),
    Question("source", gettext_noop("Source"), "choice", options=SOURCES),
    Question("year", gettext_noop("Year of the topic"), "number", limit=2),
    Question("amount_vnd", gettext_noop("Amount (đồng)"), "money", limit=15),
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
    Step("what", gettext_noop("What it is"), (
        *_WHAT,
        Question("proposer_kind", gettext_noop("Who proposes"), "choice", options=PROPOSERS),
        Question("proposer", gettext_noop("Name of the unit, enterprise, school or citizen"), "line", limit=SHORT),
    )),
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
        Question("budget_vnd", gettext_noop("Total budget (đồng)"), "money", limit=16,
                 help=gettext_noop("All sources together; the lines of the budget add up to it.")),
    )),
    _AUTHORS,
    Step("content", gettext_noop("Proposal"), (
        Question("overview", gettext_noop("State of research and necessity")),
        Question("objectives", gettext_noop("Goals")),
        Question("methods", gettext_noop("Content, people and methods")),
        Question("capacity", gettext_noop("Capacity of the organisation and the team")),
        Question("members", gettext_noop("Members and their months of work"), "rows", limit=60, columns=MEMBERS_ROWS),
        Question("partners", gettext_noop("Partners and enterprises that share the costs"), "rows", False, 30,
                 columns=PARTNERS_ROWS),
    )),
    Step("plan", gettext_noop("Plan and budget"), (
        Question("milestones", gettext_noop("Plan with milestones"), "rows", limit=100, columns=MILESTONES_ROWS,
                 help=gettext_noop("Months count from the first month of the contract.")),
        Question("budget", gettext_noop("Budget by item, source and year"), "rows", limit=200, columns=BUDGET_ROWS,
                 help=gettext_noop("Year 1 is the calendar year in which the contract begins.")),
    )),
    Step("effect", gettext_noop("Products and use"), (
        Question("product_levels", gettext_noop("Kinds of products"), "choices", options=PRODUCT_LEVELS),
        Question("product_rows", gettext_noop("Products with quantity and level"), "rows", limit=60,
                 columns=PRODUCTS_ROWS),
        Question("products", gettext_noop("Products and their measures"), required=False),
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
