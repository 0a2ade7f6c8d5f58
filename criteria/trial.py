"""A change of the standards tried on a past year's sheets before it is kept: who would move, what they would miss."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from criteria.plan_toml import write_plan
from criteria.standards import PlanContent


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands under one content: verdict, total, rank on its ladder ("" where it has none)."""

    verdict: str
    total: str
    rank: str


@dataclass(frozen=True)
class Moved:
    who: str
    unit: str
    before: Standing
    after: Standing
    misses: tuple[str, ...]  # sentences: standards it reached before and would not reach now
    gains: tuple[str, ...]  # standards it would reach now


@dataclass(frozen=True)
class Trial:
    year: int
    tried: int
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]  # what could not be tried, and how marks were carried over


def try_on_last_year(new: PlanContent) -> Trial | None:
    """None where no past year has sheets. Dossiers stand above this app: who gathers them is named in the settings."""
    return import_string(settings.CRITERIA_TRIAL)(new)


def fingerprint(plan_content: PlanContent) -> str:
    """Tells whether what is about to be kept is just what was tried."""
    return hashlib.sha256(write_plan(plan_content).encode()).hexdigest()
