"""Units, people, accounts, memberships, who has left, tokens, mail."""

from organisation.models.leaving import ErasureRequest, Leaving
from organisation.models.mail import Letter
from organisation.models.people import MailWish, Membership, Person, Role, User
from organisation.models.tokens import Token
from organisation.models.units import Sector, Unit, UnitKind, kinds_of, side_of
from organisation.models.viewing import Viewing

__all__ = [
    "ErasureRequest",
    "Leaving",
    "Letter",
    "MailWish",
    "Membership",
    "Person",
    "Role",
    "Sector",
    "Token",
    "Unit",
    "UnitKind",
    "User",
    "Viewing",
    "kinds_of",
    "side_of",
]
