"""Logs as one JSON object a line, each with the id of the request that caused it, and without personal data."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from config.tracing import REQUEST_ID

EXTRA = ("method", "route", "status", "milliseconds", "task", "how", "held", "account")
PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\)=\(.*?\)(?= |$)"), ")=([value])"),  # what PostgreSQL says of a key that was there already
    (re.compile(r"(?i)(token|password|authorization|secret|key)(['\"]?\s*[:=]\s*)\S+"), r"\1\2[secret]"),
    (re.compile(r"(://[^:/@\s]+:)[^@\s]+@"), r"\1[secret]@"),
    (re.compile(r"\b0\d{9}\b"), "[telephone]"),
)


def without_personal_data(text: str) -> str:
    """The text with addresses, telephone numbers, secrets and values of keys taken out."""
    for pattern, instead in PERSONAL:
        text = pattern.sub(instead, text)
    return text


class Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns JSON."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(_message(record)),
            "request_id": getattr(getattr(record, "request", None), "request_id", "") or REQUEST_ID.get(),
        }
        told |= {name: value for name in EXTRA if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1]:
            told["exception"] = without_personal_data("".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps(told, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """What is said; of a request its route, for its address may hold a key or a name."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    return f"{getattr(record, 'status_code', '')} {request.method} {route_of(request)}".strip()


def route_of(request: object) -> str:
    """The pattern of an address, without what stands in its places."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else "(none)"
