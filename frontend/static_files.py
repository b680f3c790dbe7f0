"""How static files are named where they are collected: by content, our modules that import each other included."""

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names by content, compressed beside; imports between our own modules are rewritten, so all may be cached."""

    # Only ours: modules of other packages import what is not among the static files.
    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _imports))

    def create_compressor(self, **options: Any) -> Any:
        """Gzip, and Brotli too but for a demonstration: that takes six times as long to make."""
        return super().create_compressor(use_brotli=not settings.DEMONSTRATION, **options)
