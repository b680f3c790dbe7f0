"""The id of the request that this thread works for: in its log, in the tasks it rings for, at the search server."""

from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
