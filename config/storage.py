"""Files in S3-compatible storage, from one address: `s3://KEY:SECRET@HOST:PORT/BUCKET` (`s3+http` without TLS)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage


class S3Files(S3Storage):  # type: ignore[misc]
    """Private objects; addresses are never handed out, files always pass through the policy."""

    def __init__(self, url: str, **options: Any) -> None:
        """Raises ImproperlyConfigured when the address names no bucket."""
        parts = urlsplit(url)
        bucket = parts.path.strip("/")
        if parts.scheme not in {"s3", "s3+http"} or not bucket:
            raise ImproperlyConfigured("STORAGE_URL must look like s3://KEY:SECRET@HOST:PORT/BUCKET.")
        scheme = "http" if parts.scheme == "s3+http" else "https"
        super().__init__(
            bucket_name=bucket,
            endpoint_url=f"{scheme}://{parts.hostname}:{parts.port}" if parts.port else f"{scheme}://{parts.hostname}",
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            default_acl=None,
            file_overwrite=True,
            **options,
        )
