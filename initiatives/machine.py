"""What a table of transitions is made of. Code, buttons, API actions, permission checks and the diagram follow it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.rules.answers import Fault, is_empty, read_answer
from initiatives.rules.forms import Question
from organisation.actor import Actor
from organisation.policy import Predicate


class Stated(Protocol):
    """What a table moves: a dossier, a contract, a report, a request."""

    state: Any

    def get_state_display(self) -> str:
        """The state in words."""


Data = Mapping[str, Any]
Need = Callable[[Any, Actor, Data], None]
Effect = Callable[[Any, Actor, Data], None]


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` (none: things are made there) to `target` (empty: the state stays). `needs` raise Invalid;
    `does` run after them, before the row is saved.

    `asks` names the data that the actor must give (fields of the form and of the API); `form` are questions that the
    table itself reads and checks. `through` is empty for what people do on the thing itself, else the service that
    alone may do it: "council", "decision", "import", "clock", "request", "contract" or "appeal".
    """

    name: str
    title: str
    sources: frozenset[str]
    target: str
    may: Predicate
    event: str
    needs: tuple[Need, ...] = ()
    does: tuple[Effect, ...] = ()
    asks: tuple[str, ...] = ()
    through: str = ""
    grave: bool = False
    form: tuple[Question, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of all that it asks for."""
        return (*self.asks, *(question.name for question in self.form))

    def checked(self, thing: Stated, actor: Actor, data: Data) -> None:
        """Raise Forbidden, StateConflict or Invalid unless the transition may happen now."""
        if not self.through and not self.may(actor, thing):
            raise Forbidden(_("This is for others to do."))
        if thing.state not in self.sources:
            raise StateConflict(
                _("It has moved on meanwhile: it is now “%(state)s”.") % {"state": thing.get_state_display()},
                state=thing.state,
            )
        if not self.through and (unknown := sorted(set(data) - set(self.asked))):
            raise Invalid(
                _("Some fields need mending."), {name: [_("The form has no such field.")] for name in unknown}
            )
        for need in self.needs:
            need(thing, actor, data)

    def apply(self, thing: Stated, actor: Actor, data: Data) -> None:
        """Carry out the effects and set the state; the caller saves."""
        for effect in self.does:
            effect(thing, actor, data)
        thing.state = self.target or thing.state

    def read(self, given: Data) -> dict[str, Any]:
        """What was given, the answers to the form as they are stored."""
        return {**given, **read_form(self.form, given)} if self.form else dict(given)


def fault_words(fault: Fault) -> str:
    """What is wrong with an answer, in the language in force."""
    said = _(fault.message) % fault.params
    if not fault.row:
        return said
    return _("Row %(row)d, “%(column)s”: %(fault)s") % {
        "row": fault.row,
        "column": _(fault.column) if fault.column else "–",
        "fault": said,
    }


def read_form(form: Iterable[Question], given: Data) -> dict[str, Any]:
    """The answers to a form as they are stored; those left out are empty. Raises Invalid naming every field that is
    wrong or missing.
    """
    values, faults = {}, {}
    for question in form:
        value, fault = read_answer(question, given.get(question.name))
        if fault:
            faults[question.name] = [fault_words(fault)]
        elif question.required and is_empty(value):
            faults[question.name] = [_("This is needed.")]
        values[question.name] = value
    if faults:
        raise Invalid(_("Some fields need mending."), faults)
    return values


@dataclass(frozen=True, slots=True)
class Workflow:
    """The table."""

    transitions: Mapping[str, Transition] = field(default_factory=dict)

    @classmethod
    def of(cls, *transitions: Transition) -> "Workflow":
        """A table of these, in this order."""
        return cls({transition.name: transition for transition in transitions})

    def __getitem__(self, name: str) -> Transition:
        try:
            return self.transitions[name]
        except KeyError:
            raise NotFound from None

    def __iter__(self) -> Iterator[Transition]:
        return iter(self.transitions.values())

    def open_to(self, actor: Actor, thing: Stated) -> list[Transition]:
        """What the actor may do with the thing now, in the order of the table."""
        return [t for t in self if not t.through and thing.state in t.sources and t.may(actor, thing)]
