"""The schema as it is served, held against the application in this process."""

from functools import cache
from typing import Any

import schemathesis
from drf_spectacular.generators import SchemaGenerator
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.generation import GenerationMode

from config.wsgi import pages
from tests.api.calls import CALLS, Call

POSSIBLE = ["2xx", "401", "403", "404", "409", "412", "422", "428", "429"]


def served(environ: Any, start_response: Any) -> list[bytes]:
    """The application, in this thread, which has the city; answers are closed once read, as every server does."""
    answer = pages(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def closed(described: dict[str, Any]) -> dict[str, Any]:
    """An answer has what the schema names and no more: a field that nobody described may tell what it must not.

    Problems are open by RFC 9457, 3.2.
    """
    for name, component in described["components"]["schemas"].items():
        if "properties" in component and name != "Problem" and not name.endswith("Request"):
            component.setdefault("additionalProperties", False)
    return described


@cache
def schema() -> Any:
    """With every check of schemathesis; the links are those that the schema declares, none that it might guess."""
    generation = GenerationConfig(
        deterministic=True, modes=list(GenerationMode), allow_x00=False, with_security_parameters=False
    )
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=POSSIBLE))
    checks.missing_required_header.expected_statuses = ["401", "403", "404", "428"]
    phases = PhasesConfig(stateful=StatefulPhaseConfig.from_dict({"inference": {"algorithms": []}}))
    project = ProjectConfig(generation=generation, checks=checks, phases=phases)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project), seed=1)
    made = schemathesis.openapi.from_dict(closed(SchemaGenerator().get_schema(public=True)), config=config)
    made.app = served
    return made


@cache
def by_operation() -> dict[tuple[str, str], list[Call]]:
    """The calls that the table knows, by operation."""
    found: dict[tuple[str, str], list[Call]] = {}
    for call in CALLS:
        found.setdefault(call.operation, []).append(call)
    return found
