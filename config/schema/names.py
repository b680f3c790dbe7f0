"""Names that a program made from the schema can bear: of its functions, its types and the values they may have."""

import re
from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema

REQUEST = "Request"
PREFIX = "/api/v1/"
COMPONENT = "#/components/schemas/"
DIGITS = re.compile(r"\^(?:\[0-9\]|\\d)\{1,(\d+)\}\$")
"""What the pattern of a path says of a number."""
Values = frozenset[str]


class Named(AutoSchema):
    """What is asked for is a `RoundRequest`, not a `RoundRequestRequest`."""

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.removesuffix(REQUEST) if name.endswith(REQUEST * 2) else name


def with_names(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular: operations are called after what they do, and one set of values is one type."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            operation["operationId"] = operation_name(operation["operationId"], path, method, operations)
    _share_types(result)
    return result


def operation_name(given: str, path: str, method: str, beside: dict[str, Any]) -> str:
    """`dossiers_files_create` puts a file to the others; `decisions_sign` is called after the act.

    `given` is what drf-spectacular calls it, `beside` holds all operations of the same path.
    """
    name = re.sub(r"[^a-z0-9]+", "_", given.lower())
    if path.endswith("/transitions/{name}/"):
        return name.removesuffix("s_create")
    of_one, last = path.removeprefix(PREFIX).rstrip("/").rpartition("/")[::2]
    is_collection = last.endswith("}") or (last.endswith("s") and not last.endswith("ss"))
    is_act = method == "post" and of_one and not is_collection and "get" not in beside
    return name.removesuffix("_create") if is_act else name


def _share_types(result: dict[str, Any]) -> None:
    """Parameters are of the types that the answers have, and the same values under two names get the shorter one.

    The words of the pages (`title`, in the language of whoever asks) leave the parameters: types would be called so.
    """
    components = result["components"]["schemas"]
    shared: dict[Values, str] = {}
    for name in sorted((name for name, one in components.items() if "enum" in one), key=lambda name: (len(name), name)):
        shared.setdefault(_values(components[name]), name)
    renamed = {
        name: kept for name, one in components.items() if "enum" in one and (kept := shared[_values(one)]) != name
    }
    for name in renamed:
        del components[name]
    for part in _parts(result):
        if (name := str(part.get("$ref", "")).removeprefix(COMPONENT)) in renamed:
            part["$ref"] = COMPONENT + renamed[name]
    for schema in _of_parameters(result):
        schema.pop("title", None)
        if digits := DIGITS.fullmatch(schema.get("pattern", "")):
            schema.clear()
            schema |= {"type": "integer", "minimum": 0, "maximum": 10 ** int(digits[1]) - 1}
        if "enum" in schema and (name := shared.get(_values(schema), "")):
            schema.clear()
            schema["$ref"] = COMPONENT + name


def _values(schema: dict[str, Any]) -> Values:
    return frozenset(str(value) for value in schema["enum"])


def _of_parameters(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a parameter, or one of its items, may be."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                yield parameter["schema"].get("items", parameter["schema"])


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the schema."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value)
