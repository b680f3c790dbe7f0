"""What an act on a contract is about: a row of its plan with the sums, or the whole."""

from django.utils.translation import gettext as _

from initiatives.choices import Aftermath
from initiatives.models import Contract, Instalment
from initiatives.rules.budget import money


def subject_of(contract: Contract, name: str, number: str) -> tuple[str, tuple[str, ...]]:
    """What the row is in which something is entered, with its sums, and the questions that it has answered already;
    nothing where the row is still to be chosen. A settlement is about the whole contract.
    """
    if name == "settle":
        sums = {"paid": money(contract.paid_vnd), "budget": money(contract.state_vnd)}
        return _("Paid so far: %(paid)s đồng of %(budget)s đồng of the state budget") % sums, ()
    if not number.isascii() or not number.isdecimal() or len(number) > len("999"):
        return "", ()
    if name == "follow_up" and (task := contract.follow_ups.filter(number=number).first()):
        return str(task.get_kind_display()), ("number",) if task.kind == Aftermath.USE else ("number", "use")
    if name == "mark" and (milestone := contract.milestones.filter(position=number).first()):
        return milestone.title, ("number",)
    if name in ("pay", "settle_part") and (part := contract.instalments.filter(position=number).first()):
        return _instalment(part, name), ("number",)
    return "", ()


def _instalment(part: Instalment, name: str) -> str:
    sums = {"n": part.position, "planned": money(part.planned_vnd), "paid": money(part.paid_vnd)}
    if name == "pay":
        return _("Instalment %(n)s: %(planned)s đồng planned") % sums
    return _("Instalment %(n)s: %(paid)s đồng paid") % sums
