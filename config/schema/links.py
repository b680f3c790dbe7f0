"""What may follow an answer: OpenAPI links, drawn from the paths and the shapes of the answers.

A *thing* has an address of its own, `councils/{code}/`. An answer that tells its key links to what can be asked of it:
what is made, or fetched by its address, to all of that; a row of a list to its address. What it names by the word for
another thing (`dossier` of a sheet) links there, and so does a request that asks for it (`round` of a new dossier).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Shape = dict[str, Any]
PARAMETER = re.compile(r"\{(\w+)\}")
ROWS = ("", "/0", "/results/0")
"""Where a row stands in an answer: it is the answer; the first of a list; the first of a page of one."""
KEYS = {"conclusion", "council", "dossier", "hearing", "poll", "round", "scheme", "session", "work"}
"""Things that an answer names by their key; `unit`, say, is a name in some."""
CALLED = {"progress": "reports"}
"""Parts of an address that the answer calls otherwise."""
ALSO: dict[str, dict[str, Shape]] = {
    "appraisals_list": {"appraisals_retrieve": {"id": "/results/0/dossier"}},
    "appraisals_retrieve": {"appraisals_update": {"id": "/dossier"}, "appraisals_paper_retrieve": {"id": "/dossier"}},
    "certificates_retrieve": {"certificates_verify_retrieve": {"code": "/verification"}},
    "conflicts_list": {"conflicts_dispute": {"id": "/0/id"}},
    "contracts_initiative": {"dossiers_retrieve": {"code": "/code"}},
    "councils_dossiers_create": {"hearings_retrieve": {"id": "/0/id"}},
    "councils_hearings_list": {"hearings_retrieve": {"id": "/0/id"}},
    "hearings_content_retrieve": {"hearings_files_retrieve": {"id": "$request.path.id", "number": "/files/0/number"}},
    "hearings_hand_over": {"hearings_retrieve": {"id": "/id"}},
    "hearings_retrieve": {
        "sheets_retrieve": {"hearing": "/id"}, "sheets_partial_update": {"hearing": "/id"},
        "sheets_lock": {"hearing": "/id"},
    },
    "measurements_list": {"measurements_retrieve": {"id": "/results/0/dossier"}},
    "measurements_retrieve": {
        "measurements_update": {"id": "/dossier"}, "measurements_paper_retrieve": {"id": "/dossier"},
    },
    "recognitions_nominate": {"dossiers_retrieve": {"code": "/code"}},
}  # fmt: skip
"""What shapes and addresses do not tell: the pointers of an answer by what they fill, by the operation led to."""
ASIDE = {"conflicts_create", "conflicts_dispute", "conflicts_list", "me_erasure_create", "me_erasure_list"}
"""Who names somebody, is named, or asks to be forgotten does not decide about it."""
MADE_LATER = {("register_extracts_create", "register_extracts_paper_retrieve")}
"""Papers that are made off the request: right after it they answer 503."""
ASKED = {"ballots_list": ("ballots_create", {"poll": "/0/poll", "choice": "/0/choices/0"})}
"""The same of a request's body."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the schema, with the status and the shape of its answer."""

    name: str
    method: str
    path: str
    told: Shape
    status: str
    answer: Shape

    @property
    def parameters(self) -> list[str]:
        """Those of the path, in its order."""
        return PARAMETER.findall(self.path)


@dataclass(frozen=True, slots=True)
class Thing:
    """Everything below `address`, which ends with the parameter that is its key."""

    address: str
    operations: tuple[Operation, ...]

    @property
    def key(self) -> str:
        """The parameter, and the property of a row that is meant by it."""
        return str(PARAMETER.findall(self.address)[-1])

    @property
    def noun(self) -> str:
        """`dossier` of `dossiers/{code}/`: what rows of other things call it."""
        return self.collection.rstrip("/").rpartition("/")[2].removesuffix("s").replace("-", "_")

    @property
    def collection(self) -> str:
        """The address of all of them."""
        return self.address.removesuffix(f"{{{self.key}}}/")

    @property
    def itself(self) -> Operation | None:
        """What fetches it."""
        return next((one for one in self.operations if (one.method, one.path) == ("get", self.address)), None)


class Links:
    """Draws the links of a schema. A link is called after the operation to which it leads."""

    def __init__(self, schema: Shape) -> None:
        self.shapes: Shape = schema["components"]["schemas"]
        self.operations = list(_operations(schema))
        self.by_name = {one.name: one for one in self.operations}
        self.things = list(self._things())
        self.rows: dict[str, set[str]] = {}
        for thing in self.things:  # the shorter address first
            of_whole = {row for address, rows in self.rows.items() if thing.address.startswith(address) for row in rows}
            self.rows[thing.address] = set(self._rows_of(thing)) - of_whole

    def draw(self) -> None:
        """Write them into the answers that the schema describes."""
        for source in self.operations:
            found: dict[str, Shape] = {}
            for thing in self.things if source.name not in ASIDE else ():
                for link in self._from(source, thing):
                    if (source.name, link["operationId"]) not in MADE_LATER:
                        found.setdefault(link["operationId"], link)
            for name, given in ALSO.get(source.name, {}).items():
                found[name] = _link(self.by_name[name], given)
            if source.name in ASKED:
                name, body = ASKED[source.name]
                found[name] = {"operationId": name, "requestBody": {key: _read(at) for key, at in body.items()}}
            if found:
                source.told["responses"][source.status]["links"] = dict(sorted(found.items()))

    def _from(self, source: Operation, thing: Thing) -> Iterator[Shape]:
        """The links of an answer to a thing of which it is, holds or names one."""
        for at in ROWS:
            row = self._row(source.answer, at)
            if row is None:
                continue
            key = self._key(row, thing.key)
            if key and _name(row) in self.rows[thing.address]:
                yield from self._to(source, thing, at, f"{at}/{key}", row)
            elif not at and self._names(source, row, thing) and thing.itself:
                yield _link(thing.itself, {thing.key: f"/{thing.noun}"})

    def _names(self, source: Operation, row: Shape, thing: Thing) -> bool:
        """Whether what is fetched by its address names another thing."""
        is_fetched = source.method == "get" and source.path.endswith("}/")
        return is_fetched and "{" not in thing.collection and thing.noun in KEYS & set(self._properties(row))

    def _to(self, source: Operation, thing: Thing, at: str, key: str, row: Shape) -> Iterator[Shape]:
        """From an answer that tells the key of the thing at `key`."""
        under = source.path.startswith(thing.address)
        is_whole = source is thing.itself or (source.method != "get" and not under)
        for target in thing.operations if is_whole or not thing.itself else [thing.itself]:
            given = self._filled(source, thing, target, at, key, row)
            if given is not None and target is not source:
                yield _link(target, given, etag=not at)
        if source is thing.itself:
            yield from self._asking_for(thing, key)

    def _filled(
        self, source: Operation, thing: Thing, target: Operation, at: str, key: str, row: Shape
    ) -> Shape | None:
        """Where the parameters of the target's path come from; None where one of them is not known."""
        given: Shape = {thing.key: key}
        for name in PARAMETER.findall(thing.collection):
            if (
                not source.path.startswith(thing.collection.partition(f"{{{name}}}/")[0])
                or name not in source.parameters
            ):
                return None
            given[name] = f"$request.path.{name}"
        for said, name in re.findall(r"([\w-]+)/\{(\w+)\}", target.path.removeprefix(thing.address)):
            many = CALLED.get(said, said)
            row, at = self._properties(row).get(many, {}).get("items", {}), f"{at}/{many}/0"
            part = self._key(row, name)
            if part is None or (many != "transitions" and source is not thing.itself):  # what is new has no parts yet
                return None
            given[name] = f"{at}/{part}"
        return given

    def _asking_for(self, thing: Thing, key: str) -> Iterator[Shape]:
        """To operations elsewhere whose body asks for the thing, or for several of them."""
        for target in self.operations:
            if target.method != "post" or target.parameters:
                continue
            asked = self._properties(self._body(target))
            for name, value in ((thing.noun, _read(key)), (f"{thing.noun}s", [_read(key)])):
                if (
                    thing.noun in KEYS | {"task"}
                    and name in asked
                    and (asked[name].get("type") == "array") is isinstance(value, list)
                ):
                    yield {"operationId": target.name, "requestBody": {name: value}}

    def _things(self) -> Iterator[Thing]:
        addresses = {
            path[: found.end() + 1]
            for path in {one.path for one in self.operations}
            for found in PARAMETER.finditer(path)
        }
        for address in sorted(addresses):
            yield Thing(address, tuple(one for one in self.operations if one.path.startswith(address)))

    def _rows_of(self, thing: Thing) -> Iterator[str]:
        """The names of the shapes in which it is told."""
        told = [one for one in self.operations if one.path == thing.collection and one.method in ("get", "post")]
        for one in [*told, *([thing.itself] if thing.itself else [])]:
            for at in ROWS:
                if row := self._row(one.answer, at):
                    yield _name(row)

    def _row(self, answer: Shape, at: str) -> Shape | None:
        """The shape of a row within an answer, as a reference."""
        if at == "/results/0":
            answer = self._properties(answer).get("results", {})
        row = answer.get("items", {}) if at else answer
        return row if "$ref" in row else None

    def _key(self, row: Shape, parameter: str) -> str | None:
        """The property of a row that fills a parameter of an address."""
        return next((name for name in (parameter, "id") if name in self._properties(row)), None)

    def _properties(self, shape: Shape) -> Shape:
        found: Shape = self.shapes.get(_name(shape), shape).get("properties", {})
        return found

    def _body(self, operation: Operation) -> Shape:
        body: Shape = operation.told.get("requestBody", {}).get("content", {}).get("application/json", {})
        asked: Shape = body.get("schema", {})
        return asked


def with_links(result: Shape, generator: Any, request: Any, public: bool) -> Shape:
    """A hook of drf-spectacular: answers say what may follow."""
    Links(result).draw()
    return result


def _operations(schema: Shape) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            status = next((one for one in told["responses"] if one in ("200", "201", "202")), "")
            content = told["responses"].get(status, {}).get("content", {}).get("application/json", {})
            yield Operation(told["operationId"], method, path, told, status, content.get("schema", {}))


def _link(target: Operation, given: Shape, etag: bool = False) -> Shape:
    parameters = {name: pointer if pointer.startswith("$") else _read(pointer) for name, pointer in given.items()}
    asked = {one["name"] for one in target.told.get("parameters", [])}
    if etag and "If-Match" in asked:
        parameters["If-Match"] = "$response.header.ETag"
    return {"operationId": target.name, "parameters": parameters}


def _read(pointer: str) -> str:
    return f"$response.body#{pointer}"


def _name(shape: Shape) -> str:
    return str(shape.get("$ref", "")).rpartition("/")[2]
