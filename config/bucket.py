"""Where files lie that do not lie in a folder, in one address:

s3://KEY:SECRET@HOST:PORT/BUCKET?region=REGION&ca=FILE        (`s3+http` without TLS)
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPE = "STORAGE_URL must look like s3://KEY:SECRET@HOST:PORT/BUCKET?region=REGION."


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the files are, and who may."""

    endpoint: str
    name: str
    key: str
    secret: str
    region: str
    authorities: str


def parse(url: str) -> Bucket:
    """Read the address of a bucket. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    name, asked = parts.path.strip("/"), {key: given[-1] for key, given in parse_qs(parts.query).items()}
    complete = parts.hostname and parts.username and parts.password and name and "/" not in name
    if parts.scheme not in {"s3", "s3+http"} or not complete or set(asked) - {"region", "ca"}:
        raise ImproperlyConfigured(SHAPE)
    scheme, host = "http" if parts.scheme == "s3+http" else "https", parts.netloc.rpartition("@")[2]
    return Bucket(
        f"{scheme}://{host}", name, unquote(parts.username or ""), unquote(parts.password or ""),
        asked.get("region", "us-east-1"), asked.get("ca", ""),
    )  # fmt: skip
