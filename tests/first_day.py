"""An empty city on its first day, as the journeys and the chaos of services begin."""

from demonstration import people, present, targets
from initiatives.services.reference import load_fields
from reviews.services.schemes import load_shipped_schemes


def prepare() -> None:
    """Units, the cast with their accounts, schemes, targets, this year's rounds."""
    load_fields()
    load_shipped_schemes()
    people.load_units()
    people.load_cast()
    targets.load_targets()
    present.load_rounds()
