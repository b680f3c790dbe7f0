"""Tasks are observed as requests are: the id of the request that rang goes with them; Sentry hears of what fails."""

import logging
import time
from typing import Any

from celery import signals
from django.conf import settings

from config.tracing import REQUEST_ID
from operations.logs import without_personal_data
from operations.metrics import TASK_SECONDS, TASKS

logger = logging.getLogger("operations.tasks")
STARTED: dict[str, float] = {}


def connect() -> None:
    """Once, when the application starts."""
    signals.before_task_publish.connect(_give_id)
    signals.task_prerun.connect(_begin)
    signals.task_postrun.connect(_end)
    signals.task_failure.connect(_remember)
    signals.task_success.connect(_forget)
    if settings.SENTRY_DSN:
        report_errors(settings.SENTRY_DSN)


def _give_id(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is not None:
        headers.setdefault("request_id", REQUEST_ID.get())


def _begin(task_id: str, task: Any, **_: Any) -> None:
    told = getattr(task.request, "request_id", None) or (task.request.headers or {}).get("request_id")
    REQUEST_ID.set(told or task_id.replace("-", "")[:16])
    STARTED[task_id] = time.monotonic()


def _end(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    seconds = time.monotonic() - STARTED.pop(task_id, time.monotonic())
    TASKS.labels(task.name, state or "UNKNOWN").inc()
    TASK_SECONDS.labels(task.name).observe(seconds)
    logger.info("task %s", state, extra={"task": task.name, "milliseconds": round(seconds * 1000, 1)})
    REQUEST_ID.set("")


def _remember(sender: Any, exception: BaseException, **_: Any) -> None:
    """A task has been tried in vain for the last time: somebody is to see it."""
    from operations.services.replay import remember_failure

    remember_failure(sender.name, exception)


def _forget(sender: Any, **_: Any) -> None:
    from operations.services.replay import forget_failure

    forget_failure(sender.name)


def report_errors(dsn: str, **options: Any) -> None:
    """Tell Sentry of errors: where and what, without bodies, cookies, addresses, people or the values of variables."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        before_send=_stripped,
        before_breadcrumb=lambda crumb, hint: None,
        **options,
    )


def _stripped(event: Any, hint: Any) -> Any:
    request = event.pop("request", None) or {}
    event.pop("user", None)
    event["tags"] = {**event.get("tags", {}), "request_id": REQUEST_ID.get(), "method": request.get("method", "")}
    for told in (event.get("exception") or {}).get("values", []):
        told["value"] = without_personal_data(told.get("value") or "")
    if "logentry" in event:
        event["logentry"] = {"message": without_personal_data(event["logentry"].get("message") or "")}
    return event
