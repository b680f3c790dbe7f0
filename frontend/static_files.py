"""How static files are named in production: by their content, our modules that import each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names by content, compressed beside; imports between our own modules are rewritten, so all may be cached."""

    # Only ours: modules of other packages import what is not among the static files.
    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _imports))
