"""One way to make a PDF: a typst template and plain values. The same two give the same bytes."""

import json
from pathlib import Path

import typst
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "tinos"


def compile_pdf(template: str, data: dict) -> bytes:
    """`template`: a .typ file, path from the project's root; `data` reaches it as `json(bytes(sys.inputs.data))`.

    Nothing that was typed is evaluated: values arrive as strings and numbers. No network, no file outside the project.
    """
    return typst.compile(str(ROOT / template), **_world(data))


def marked(template: str, data: dict, label: str) -> list:
    """The values that the template has put on its pages under this label."""
    found = typst.query(str(ROOT / template), f"<{label}>", field="value", **_world(data))
    return json.loads(found)


def _world(data: dict) -> dict:
    return {
        "root": str(ROOT),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    }
