"""Front-end packages, straight from node_modules: only the files that a page or a paper asks for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"

# Whole packages would make collectstatic copy 166 MB. (Folder in node_modules, pattern) → served under vendor/<folder>.
WANTED = (
    ("@tabler/core/dist/css", "tabler.min.css"),
    ("bootstrap-icons/font", "bootstrap-icons.min.css"),
    ("bootstrap-icons/font", "fonts/*.woff*"),
    ("@fontsource/be-vietnam-pro", "[4567]00.css"),
    ("@fontsource/be-vietnam-pro", "files/*-[4567]00-normal.woff*"),
)


class NodeModulesFinder(BaseFinder):
    """A static files finder with an allow-list."""

    def _files(self) -> Iterator[str]:
        for folder, pattern in WANTED:
            for path in sorted((NODE_MODULES / folder).glob(pattern)):
                yield path.relative_to(NODE_MODULES).as_posix()

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        wanted = path.removeprefix("vendor/")
        found = [str(NODE_MODULES / wanted)] if wanted != path and wanted in self._files() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=NODE_MODULES)
        storage.prefix = "vendor"
        for name in self._files():
            yield name, storage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names. The packages' `sourceMappingURL` comments point to files that are not served: leave them be."""

    patterns = tuple(
        (
            extension,
            tuple(p for p in patterns if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])),
        )
        for extension, patterns in CompressedManifestStaticFilesStorage.patterns
    )
