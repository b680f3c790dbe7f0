"""Units, people, accounts, memberships, tokens, mail."""

from organisation.models.mail import Letter
from organisation.models.people import Membership, Person, Role, User
from organisation.models.tokens import Token
from organisation.models.units import Unit, UnitKind

__all__ = ["Letter", "Membership", "Person", "Role", "Token", "Unit", "UnitKind", "User"]
