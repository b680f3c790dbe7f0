"""A client that a kept library makes from the schema as it is served, with what the guide for developers says."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "sangkien_client"
QUICKLY = "post_hooks: []\nhttp_timeout: 60\n"
"""Nobody reads what is made here, and the machine may be busy."""
GENERATOR = Path(sys.executable).parent / "openapi-python-client"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def settings_of_guide(language: str) -> str:
    """The file `client.yaml` that the guide shows."""
    [block] = re.findall(r"`client\.yaml`:\n\n((?:    .*\n)+)", (GUIDE / language / "api.md").read_text())
    return re.sub(r"^    ", "", block, flags=re.MULTILINE)


def generate(schema: str, folder: Path) -> ModuleType:
    """The client of a schema (its address), imported; whatever the generator cannot take is a failure."""
    config = folder / "client.yaml"
    config.write_text(settings_of_guide("en") + QUICKLY)
    command = [
        GENERATOR, "generate", "--url", schema, "--config", config, "--meta", "none", "--fail-on-warning",
        "--output-path", folder / PACKAGE,
    ]  # fmt: skip
    made = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "WARNING" not in made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    try:
        client = importlib.import_module(PACKAGE)
        importlib.import_module(f"{PACKAGE}.models")
        return client
    finally:
        sys.path.remove(str(folder))


def forget() -> None:
    """Unload it: the next test may make another."""
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


class Caller:
    """Somebody with a token who calls the client's functions by their names: `who.decisions_sign(code, body=…)`."""

    def __init__(self, client: ModuleType, address: str, username: str = "", password: str = "") -> None:
        self._client, self._functions = client, _functions(client)
        self._session = client.Client(base_url=address)
        if username:
            body = client.models.TokenRequest(username=username, password=password)
            answer = self.tokens_create(body=body)
            self._session = client.AuthenticatedClient(base_url=address, token=answer.token, prefix="Token")

    def __getattr__(self, name: str) -> Any:
        def call(*positional: Any, **given: Any) -> Any:
            answer = importlib.import_module(self._functions[name]).sync_detailed(
                *positional, client=self._session, **given
            )
            assert answer.status_code < 300, (name, answer.parsed)
            assert answer.status_code == 204 or is_typed(answer.parsed, PACKAGE), (name, answer.parsed)
            return answer.parsed

        return call


def is_typed(parsed: Any, package: str) -> bool:
    """Whether an answer is an object of the client's own types, or a list of them, with nothing the schema left out."""
    if isinstance(parsed, list):
        return all(is_typed(one, package) for one in parsed)
    return type(parsed).__module__.startswith(f"{package}.") and not _beyond(parsed)


def _beyond(parsed: Any) -> list[str]:
    """Names in a described object that its description does not have."""
    described = [name for name in getattr(parsed, "__attrs_attrs__", ()) if name.name != "additional_properties"]
    return list(getattr(parsed, "additional_properties", ())) if described else []


def _functions(client: ModuleType) -> dict[str, str]:
    """The module of each function by its name."""
    api = importlib.import_module(f"{client.__name__}.api")
    return {
        name.rpartition(".")[2]: name for _f, name, is_folder in pkgutil.walk_packages(api.__path__, f"{api.__name__}.")
        if not is_folder
    }  # fmt: skip
