"""The lookup `among`: one of many ids, written out in the statement.

`in` treats each id as a parameter of its own, which for the units of a city costs more than the query. Ids are whole
numbers of this database, never text of people; anything else is refused.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Field, ForeignKey, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup


class Among(AnyLookup):
    """`authority_id__among={1, 2, 3}`; an empty set finds nothing."""

    lookup_name = "among"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """One statement text for the same ids in any order."""
        column, params = self.process_lhs(compiler, connection)
        listed = str(sorted(self.rhs))[1:-1]
        return f"{column} IN ({listed})" if listed else "0 = 1", tuple(params)

    def get_prep_lookup(self) -> frozenset[int]:
        """The ids. Raises TypeError for what is no whole number."""
        if not set(map(type, self.rhs)) <= {int}:
            raise TypeError("among takes whole numbers")
        return frozenset(self.rhs)


Field.register_lookup(Among)
ForeignKey.register_lookup(Among)


def among(path: str, ids: Iterable[int]) -> Q:
    """Rows whose `path` is one of the ids."""
    return Q(**{f"{path}__among": ids})
