"""The schema as it is served: drawn up once a language, for it is the same for everybody and takes a second."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator


class Once(SchemaGenerator):
    """Draws up what is public once; what only some may see, each time."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """The schema in the language of whoever asks."""
        if not public:
            return super().get_schema(request, public)  # type: ignore[no-untyped-call, no-any-return]
        return _drawn_up(get_language())


@cache
def _drawn_up(language: str | None) -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call, no-any-return]
