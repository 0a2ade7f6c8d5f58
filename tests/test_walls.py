"""The walls of the house: imports and foreign keys run one way, no migration is missing, generated files are fresh."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from recognition.management.commands import states

ROOT = Path(__file__).parent.parent
APPS = ["portal", "criteria", "nominations", "recognition"]  # each may see itself and those before it


def test_imports_run_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_foreign_keys_run_one_way():
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created:
                    target = field.related_model._meta.app_label
                    assert APPS.index(target) <= APPS.index(app), f"{model.__name__}.{field.name} → {target}"


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", *APPS, check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


def test_the_state_diagrams_are_fresh():
    assert states.PATH.read_text(encoding="utf-8") == states.document(), "run manage.py states"


def test_templates_hold_no_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8").lower()
        assert "<style" not in text and " style=" not in text, path
        assert all("src=" in part.split(">", 1)[0] for part in text.split("<script")[1:]), path
        assert not any(f" on{event}=" in text for event in ("click", "submit", "change", "load", "input")), path
