"""Errors are problem documents (RFC 9457), and any request may meet one."""

from typing import Any

PROBLEM = {"$ref": "#/components/schemas/Problem"}
JSON, PROBLEM_JSON = "application/json", "application/problem+json"
ANY_OTHER = {"content": {PROBLEM_JSON: {"schema": PROBLEM}}, "description": "A problem"}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular: give every error its media type, and every operation a default answer."""
    for path in result["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            for response in responses.values():
                _as_problem(response)
            responses.setdefault("default", ANY_OTHER)
    return result


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if content.get(JSON, {}).get("schema") == PROBLEM:
        response["content"] = {PROBLEM_JSON: content[JSON]}
