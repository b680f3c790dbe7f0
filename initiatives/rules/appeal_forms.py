"""What each act on an appeal asks, as data."""

from initiatives.rules.execution_forms import REFUSE, TEXT
from initiatives.rules.forms import LONG, Question, gettext_noop

_REASON = Question("reason", gettext_noop("Reason"), limit=TEXT)
_HANDLER = Question("handler", gettext_noop("Who examines it"), "line", limit=40)

LODGE = (
    Question("grounds", gettext_noop("What is wrong with it, and why"), limit=LONG),
    Question("wanted", gettext_noop("What is asked for"), limit=TEXT),
)
ON_PAPER = (
    *LODGE,
    Question("appellant", gettext_noop("Who appeals (name and address as on the paper)"), "line", limit=300),
    Question("received_on", gettext_noop("Received on paper on"), "date"),
)
TAKE_UP = (_HANDLER,)
NOT_TAKE_UP = (_REASON,)
EXAMINE = (Question("findings", gettext_noop("What was found, and what is proposed"), limit=LONG),)
PROLONG = (_REASON,)
ANSWER = (
    *REFUSE,
    Question("signer_name", gettext_noop("Signed by"), "line", limit=120),
    Question("signer_post", gettext_noop("Post of the signer"), "line", limit=120),
)
