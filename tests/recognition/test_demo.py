"""The demo school: the same every time, on its own date, and never among real data."""

import pytest
from django.core.management import CommandError, call_command

from portal import clock
from portal.models import Grant, Person, Post, Unit, User


def test_it_is_built_once_and_names_who_signs_in(nothing_yet, capsys):
    call_command("demo")
    assert "chuyenvien     Hoàng Thu Hà" in capsys.readouterr().out
    counts = [model.objects.count() for model in (Unit, Person, Post, User, Grant)]
    call_command("demo")
    assert "đã có sẵn" in capsys.readouterr().out
    assert [model.objects.count() for model in (Unit, Person, Post, User, Grant)] == counts
    assert counts == [18, 44, 44, 13, 15]


def test_it_refuses_a_database_that_holds_anything_else(nothing_yet):
    Unit.objects.create(name="Khoa thật", kind="faculty")
    with pytest.raises(CommandError, match="đã có dữ liệu khác"):
        call_command("demo")


def test_it_refuses_a_real_portal(nothing_yet, settings):
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("demo")
    assert not Unit.objects.exists()


def test_it_keeps_its_own_date(settings):
    assert f"{clock.today():%d/%m/%Y}" == "20/11/2025"
    assert clock.now().utcoffset().total_seconds() == 7 * 3600
    settings.PORTAL_DEMO = False
    assert clock.today().year >= 2026


def test_every_unit_that_nominates_has_its_head_party_cell_and_union(school):
    for unit in Unit.objects.filter(nominates=True):
        assert Post.objects.filter(unit=unit, is_head=True).count() == 1
        assert set(unit.children.values_list("kind", flat=True)) == {"party_cell", "trade_union"}
