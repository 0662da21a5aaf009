"""Static files as they are served: compressed, under names that change with what is in them, so kept for ever."""

from django.contrib.staticfiles.storage import HashedFilesMixin, StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Modules import each other by those names as well. Until files are collected each has its own name."""

    support_js_module_import_aggregation = True
    # Ours alone: other people's files hold words that look like an import.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # not in the stubs
    )

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file."""
        return str(super().url(name, force) if self.hashed_files else StaticFilesStorage.url(self, name))
