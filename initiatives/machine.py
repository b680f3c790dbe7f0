"""What a table of transitions is made of. Code, buttons, API actions, permission checks and the diagram follow it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from config.errors import Forbidden, Invalid, NotFound, StateConflict
from initiatives.models import Dossier
from organisation.actor import Actor
from organisation.policy import Predicate

Data = Mapping[str, Any]
Need = Callable[[Dossier, Actor, Data], None]
Effect = Callable[[Dossier, Actor, Data], None]


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` (none: dossiers are made there) to `target`. `needs` raise Invalid; `does` run after them,
    before the row is saved.

    `asks` names the data that the actor must give (fields of the form and of the API). `through` is empty for what
    people do on the dossier itself, else the service that alone may do it: "council", "decision", "import" or "clock".
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

    def checked(self, dossier: Dossier, actor: Actor, data: Data) -> None:
        """Raise Forbidden, StateConflict or Invalid unless the transition may happen now."""
        if not self.through and not self.may(actor, dossier):
            raise Forbidden(_("This is for others to do."))
        if dossier.state not in self.sources:
            raise StateConflict(
                _("The dossier has moved on meanwhile: it is now “%(state)s”.")
                % {"state": dossier.get_state_display()},
                state=dossier.state,
            )
        if not self.through and (unknown := sorted(set(data) - set(self.asks))):
            raise Invalid(
                _("Some fields need mending."), {name: [_("The form has no such field.")] for name in unknown}
            )
        for need in self.needs:
            need(dossier, actor, data)

    def apply(self, dossier: Dossier, actor: Actor, data: Data) -> None:
        """Carry out the effects and set the state; the caller saves."""
        for effect in self.does:
            effect(dossier, actor, data)
        dossier.state = self.target


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

    def open_to(self, actor: Actor, dossier: Dossier) -> Iterable[Transition]:
        """What the actor may do with the dossier now, in the order of the table."""
        return [t for t in self if not t.through and dossier.state in t.sources and t.may(actor, dossier)]
