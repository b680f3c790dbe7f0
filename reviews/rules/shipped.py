"""The schemes that come with the system, as the texts that stand in `reviews/schemes/`."""

from functools import cache
from importlib.resources import files

from reviews.rules.scheme import Scheme
from reviews.rules.validate import parse_scheme


def shipped_texts() -> dict[str, str]:
    """TOML texts by code, in order."""
    found = sorted((path for path in files("reviews").joinpath("schemes").iterdir()), key=lambda path: path.name)
    return {path.name.removesuffix(".toml"): path.read_text("utf-8") for path in found if path.name.endswith(".toml")}


@cache
def shipped_schemes() -> dict[str, Scheme]:
    """The same, parsed."""
    return {code: parse_scheme(text) for code, text in shipped_texts().items()}
