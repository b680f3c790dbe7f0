"""What the links of the schema say is true: each leads to a thing that is there, and whoever follows them meets no break
of the contract.

Who is told of something by a link asks for it themselves, and who has made it goes on with it; else somebody who may
change a thing does that. The checks of
schemathesis on what is made and what is deleted are on: a thing that is made is there for its maker, and a draft of a
decision, a file or a webhook that is deleted is gone. Dossiers have no DELETE: they are withdrawn, and stay.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache as cache_of_django
from django.db import transaction
from hypothesis import HealthCheck, Phase
from schemathesis.core.result import Ok
from schemathesis.core.transforms import UNRESOLVABLE
from schemathesis.generation import GenerationMode
from schemathesis.generation.stateful.state_machine import StepOutput
from schemathesis.specs.openapi.checks import ensure_resource_availability, negative_data_rejection
from schemathesis.specs.openapi.stateful.links import OpenApiLink

from tests import samples
from tests.api.calls import Call, filled, operations
from tests.api.contract import by_operation, schema
from tests.api.rights import PEOPLE, right_to
from tests.editions import ON_POSTGRES
from tests.recognition.registers import books

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("one_connection")]
STORIES, STEPS = (8, 20) if ON_POSTGRES else (50, 20)
TAKEN, DIFFERENT = (16, 4) if ON_POSTGRES else (60, 15)
"""So many links are taken at least; how many a story takes depends on the ids of the city."""
LATER = {
    "appeals_paper_retrieve", "decisions_certificates_zip_retrieve", "dossiers_files_redacted_retrieve",
    "hearings_justification_retrieve", "hearings_task", "polls_box_retrieve", "polls_tally_retrieve",
    "rounds_opening_retrieve", "sessions_minutes_retrieve", "tasks_ranking_retrieve",
}  # fmt: skip
"""Papers, copies, counts, and what only some rounds and dossiers come to: 404 until then."""
NOT_YET = {
    ("POST", f"/api/v1/{path}") for path in ("imports/{id}/undo/", "sessions/{id}/close/", "sessions/{id}/minutes/")
}
"""What no call of the table may do in the state that the city is in: told 409."""
SOURCES = [
    operation for operation, told in operations().items() if any(one.get("links") for one in told["responses"].values())
]


@pytest.fixture
def keys(keys):
    """Of everybody, before anything is taken back."""
    return {who: keys[who] for who in PEOPLE}


def links_of(operation: tuple[str, str]) -> Iterator[OpenApiLink]:
    method, path = operation
    described = schema()[path][method]
    for status, response in described.responses.items():
        for name, told in response.iter_links():
            yield OpenApiLink(name, status, told, described)


def case_of(call: Call, place, **linked: Any) -> Any:
    """The call as the table has it; what a link gives stands before that."""
    method, path = call.operation
    body = filled(call.body, place)
    if call.upload:
        body = {"file": books.xlsx() if call.path == "imports/" else samples.pdf(), **(body or {})}
    body = {**(body or {}), **linked["body"]} if linked.get("body") else body
    headers = {"If-Match": call.match} if call.match else {}
    media = {"media_type": "multipart/form-data" if call.upload else "application/json", "body": body}
    return schema()[path][method].Case(
        path_parameters={**filled(call.fill, place), **linked.get("path_parameters", {})}, query=filled(call.query, place),
        headers={**headers, **linked.get("headers", {})}, **(media if body is not None else {}),
    )  # fmt: skip


def asked(case: Any, headers: dict[str, str], faults: list[BaseException]) -> Any:
    """The answer, held against the schema."""
    cache_of_django.clear()  # the guard against guessing passwords would soon answer for everybody
    answer = case.call(headers={"Accept-Encoding": "identity", **headers})
    if faults:
        raise faults.pop()
    case.validate_response(answer, headers=headers)
    return answer


def told_by(link: OpenApiLink, output: StepOutput) -> dict[str, Any] | None:
    """What a link fills in from an answer; None where the answer does not tell all of it."""
    transition = link.extract(output)
    found: dict[str, Any] = {
        where: {name: value_of(one.value) for name, one in values.items()}
        for where, values in transition.parameters.items()
    }
    if transition.request_body is not None:
        found["body"] = value_of(transition.request_body.value)
    given = [value for values in found.values() for value in (values.values() if isinstance(values, dict) else [None])]
    return None if any(value in (None, "", [None]) for value in given) else found


def value_of(result: Any) -> Any:
    """What an expression came to; None where it could not be resolved."""
    value = result.ok() if isinstance(result, Ok) else None
    return None if value is UNRESOLVABLE else value


@pytest.mark.parametrize("source", SOURCES, ids=" ".join)
def test_a_link_leads_to_what_is_there(source, place, keys, faults):
    missed = {link.name: link for link in links_of(source)}
    for call in by_operation()[source]:
        for who in sorted(right_to(call).may):
            if not missed:
                return
            with transaction.atomic():
                case = case_of(call, place)
                output = StepOutput(asked(case, keys[who], faults), case)
                for name, link in list(missed.items()):
                    if int(link.status_code) == output.response.status_code and leads(
                        link, output, who, place, keys, faults
                    ):
                        del missed[name]
                transaction.set_rollback(True)
    assert not missed or source in NOT_YET, sorted(missed)


def leads(link: OpenApiLink, output: StepOutput, who: str, place, keys, faults) -> bool:
    """Whether somebody gets to a thing that is there, be it only to hear that now is not the time (403, 409, 422)."""
    linked = told_by(link, output)
    if linked is None:
        return False
    for call in by_operation()[link.target.method.upper(), link.target.path]:
        askers = [who, *sorted(right_to(call).may - {who})]
        for asker in askers[:4]:
            with transaction.atomic():
                status = asked(case_of(call, place, **linked), keys[asker], faults).status_code
                transaction.set_rollback(True)
            if status not in (401, 404) or link.name in LATER:
                return True
    return False


def follow(case: Any, known: Any, transition: Any) -> None:
    """Let a case ask for what is known; what the link gave stays."""
    linked = transition.parameters if transition else {}
    case.query = known.query
    if "path_parameters" not in linked:
        case.path_parameters = known.path_parameters
    if "headers" not in linked:
        case.headers = known.headers
    if transition is None or transition.request_body is None:
        case.body, case.media_type = known.body, known.media_type


def test_whoever_follows_the_links_meets_no_break_of_the_contract(place, keys, faults):
    taken: Counter[str] = Counter()
    statuses: Counter[int] = Counter()

    class Story(schema().as_state_machine()):
        """Some steps of a few people, taken back afterwards."""

        def setup(self) -> None:
            self.who: dict[str, str] = {}
            self.known: set[str] = set()
            self.signed: set[str] = set()  # drafts of decisions, which go by their numbers from then on
            self.turn = count()
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

        def before_call(self, case):
            """Stories begin with what the table knows. Of what follows, every second step is as it was made up, but for
            what the link gave; the others ask for what the table does. What is made up to be wrong stays.
            """
            node, number = self.recorder.cases[case.id], next(self.turn)
            method = case.operation.method.upper()
            calls = by_operation()[method, case.operation.path]
            known = calls[number % len(calls)]
            may = sorted(right_to(known).may) or ["registrar"]
            self.who[case.id] = may[number % len(may)]
            before = self.recorder.cases[node.parent_id].value.operation.method.upper() if node.parent_id else ""
            if before == "POST" or (before and method == "GET"):
                self.who[case.id] = self.who[node.parent_id]
            if case.meta.generation.mode is GenerationMode.POSITIVE and (node.parent_id is None or number % 2):
                follow(case, case_of(known, place), node.transition)
                self.known.add(case.id)

        def get_call_kwargs(self, case):
            cache_of_django.clear()
            return {"headers": {"Accept-Encoding": "identity", **keys[self.who[case.id]]}}

        def validate_response(self, response, case, additional_checks=None, **kwargs):
            right = [negative_data_rejection] if case.id in self.known else []  # whose bytes are no text to it
            if case.operation.definition.raw["operationId"] in LATER or case.path_parameters.get("code") in self.signed:
                right.append(ensure_resource_availability)
            case.validate_response(response, excluded_checks=right, transport_kwargs=kwargs, recorder=self.recorder)

        def after_call(self, response, case):
            super().after_call(response, case)
            if faults:
                raise faults.pop()
            node = self.recorder.cases[case.id]
            statuses[response.status_code] += 1
            if case.operation.definition.raw["operationId"] == "decisions_sign" and response.status_code < 300:
                self.signed.add(case.path_parameters["code"])
            if node.transition is not None and node.is_transition_applied:
                taken[node.transition.id] += 1

    Story.run(
        settings=hypothesis.settings(
            max_examples=STORIES, stateful_step_count=STEPS, derandomize=True, database=None, deadline=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )
    )  # fmt: skip
    assert taken.total() > TAKEN, statuses
    assert len(taken) > DIFFERENT, statuses
