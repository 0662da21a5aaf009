"""Static files as they are served: compressed, under names that change with what is in them, so kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Modules import each other by those names as well."""

    support_js_module_import_aggregation = True
