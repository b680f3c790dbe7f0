"""What the endpoints of reviews share: reading a request."""

from typing import Any

from rest_framework import serializers, viewsets

from organisation.api.serializers import Problem
from organisation.api.views import ActorMixin

NUMBER = r"\d{1,18}"
READS = {401: Problem, 404: Problem}
DEEDS = {**READS, 403: Problem, 409: Problem, 422: Problem}
EDITS = {**DEEDS, 412: Problem, 428: Problem}


class Deeds(ActorMixin, viewsets.GenericViewSet):  # type: ignore[type-arg]
    """A view set whose actions call services."""

    pagination_class = None
    filter_backends = ()

    def given(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The request, read. Raises 400 that names the fields."""
        return read(shape, self.request.data)


def read(shape: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Data in a shape. Raises 400 that names the fields."""
    given = shape(data=data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
