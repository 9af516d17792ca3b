from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Compressed files under hashed names once `manage.py serve` has collected them, plain names before."""

    support_js_module_import_aggregation = True  # modules import one another by their hashed names

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
