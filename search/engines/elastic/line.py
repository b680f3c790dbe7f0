"""The line to the cluster: timeouts, another node when one fails, a circuit, one error for all that means "down"."""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any

from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.serializer import OrjsonSerializer

from config.tracing import REQUEST_ID
from search.engines.elastic.address import Address
from search.engines.elastic.circuit import Circuit
from search.engines.interface import EngineDown

logger = logging.getLogger(__name__)

READ_SECONDS = 4.0
WRITE_SECONDS = 60.0
READ_RETRIES = 2
CONNECTIONS = 10
BUSY = frozenset({429, 502, 503, 504})
MISSING, BLOCKED, LATE, UNKNOWN = 404, 403, 409, 401


class Line:
    """Asks the cluster. Only reads count for the circuit: a write waits in the outbox and does no harm."""

    def __init__(self, address: Address, circuit: Circuit | None = None) -> None:
        self.address = address
        self.circuit = circuit or Circuit()

    @cached_property
    def client(self) -> Elasticsearch:
        """Made at the first question: a connection must not be shared with a forked process."""
        return Elasticsearch(
            list(self.address.nodes),
            basic_auth=self.address.user,
            serializer=OrjsonSerializer(),
            connections_per_node=CONNECTIONS,
            request_timeout=READ_SECONDS,
            max_retries=READ_RETRIES,
            retry_on_status=(502, 504),
            retry_on_timeout=False,
            ca_certs=self.address.authority or DEFAULT,
        )

    def read(self, act: Callable[[Elasticsearch], Any]) -> Any:
        """Ask. Raises EngineDown at once while the circuit is open."""
        if not self.circuit.allows():
            raise EngineDown("The search server does not answer.")
        try:
            answer = act(_told(self.client))
        except (TransportError, ApiError) as error:
            if means_down(error):
                self.circuit.failed()
                logger.warning("search: %s", error)
                raise EngineDown("The search server does not answer.") from error
            self.circuit.succeeded()
            raise
        self.circuit.succeeded()
        return answer

    def write(self, act: Callable[[Elasticsearch], Any]) -> Any:
        """Tell. Raises EngineDown when the cluster cannot take it now."""
        try:
            return act(_told(self.writer))
        except (TransportError, ApiError) as error:
            if means_down(error):
                raise EngineDown(f"The search server takes nothing: {error}") from error
            raise

    @cached_property
    def writer(self) -> Elasticsearch:
        """The same client with more patience. Where a line breaks another node is asked: all that is written carries a
        version or a name of its own, so that twice is as good as once.
        """
        return self.client.options(request_timeout=WRITE_SECONDS)


def _told(client: Elasticsearch) -> Elasticsearch:
    """The client, telling the server on whose behalf it asks: its slow log and its tasks name the request."""
    name = REQUEST_ID.get()
    return client.options(opaque_id=name) if name else client


def means_down(error: Exception) -> bool:
    """Whether an error says that the cluster cannot serve now, rather than that we asked wrongly."""
    if isinstance(error, ApiError):
        return error.status_code in BUSY or error.status_code == UNKNOWN or _is_blocked(error)
    return isinstance(error, TransportError)


def _is_blocked(error: ApiError) -> bool:
    """A disk that is full makes indexes read-only."""
    return error.status_code == BLOCKED and "block" in str(error)


def is_missing(error: ApiError) -> bool:
    """Whether the index, alias or document asked for is not there."""
    return error.status_code == MISSING
