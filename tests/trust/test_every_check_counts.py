"""Take any one check of rights away, and a row of the table of who may turns red. Shown here for every one of them.

The views are read as syntax trees; each `require(...)` and each scoping of a query is removed in turn, the view is
made anew from what is left and put in the place of the real one, and the table's rows for its address are asked.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from django.urls import clear_url_caches, get_resolver

from portal import roles
from tests import who_may
from tests.portal.test_who_may import ask

pytestmark = pytest.mark.once  # what a view checks does not depend on the database


def _patterns():
    for _prefix, resolver in get_resolver().namespace_dict.values():
        yield from resolver.url_patterns


VIEWS = sorted({sys.modules[pattern.callback.__module__] for pattern in _patterns()}, key=lambda each: each.__name__)


class _Without(ast.NodeTransformer):
    """Removes the one check that begins at `line` and `column`."""

    def __init__(self, line: int, column: int):
        self.place = (line, column)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return ast.Pass() if (node.lineno, node.col_offset) == self.place else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if (node.end_lineno, node.end_col_offset) != self.place:
            return node
        if isinstance(node.func, ast.Attribute):  # rows.visible_to(user) → rows
            return node.func.value
        model = {"posts": "Post", "grants": "Grant"}[
            _root(node.args[0])
        ]  # load(person.posts…, pk) → load(all posts, pk)
        node.args[0] = ast.parse(f"__import__('portal.models').models.{model}.objects.all()", mode="eval").body
        return node


def _root(node: ast.AST) -> str:
    while not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        node = node.func.value if isinstance(node, ast.Call) else node.value
    return node.attr


def _checks(function: ast.FunctionDef) -> Iterator[tuple[str, tuple[int, int]]]:
    for node in ast.walk(function):
        text = ast.unparse(node) if isinstance(node, ast.Expr | ast.Call) else ""
        scoped = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "visible_to"
        part_of = isinstance(node, ast.Call) and text.startswith(("load(person.posts", "load(user.grants"))
        if isinstance(node, ast.Expr) and re.match(r"require(_\w+)?\(", text):
            yield text, (node.lineno, node.col_offset)
        elif scoped or part_of:
            yield text, (node.end_lineno, node.end_col_offset)


def all_checks() -> list:
    found = []
    for module in VIEWS:
        for function in ast.parse(inspect.getsource(module)).body:
            if isinstance(function, ast.FunctionDef):
                found += [
                    pytest.param(module, function.name, place, id=f"{function.name}: {text}")
                    for text, place in _checks(function)
                ]
    return found


def remade(module: ModuleType, place: tuple[int, int]) -> dict:
    tree = ast.fix_missing_locations(_Without(*place).visit(ast.parse(inspect.getsource(module))))
    names: dict = {"__name__": module.__name__}
    exec(compile(tree, module.__file__, "exec"), names)
    return names


@pytest.mark.parametrize(("module", "name", "place"), all_checks())
def test_without_this_check_a_row_turns_red(as_, module, name, place):
    pattern = next(p for p in _patterns() if p.callback.__name__ == name)
    real = pattern.callback
    pattern.callback = remade(module, place)[name]
    clear_url_caches()
    try:
        assert any_red(as_, pattern.name)
    finally:
        pattern.callback = real
        clear_url_caches()


def any_red(as_, *addresses: str, personas=tuple(who_may.PERSONAS)) -> bool:
    """Whether an answer to an address that begins so, to one of these personas, differs from the table."""
    return any(
        ask(as_, row, persona, unchanged=False) != row.expected[persona]
        for row in who_may.rows()
        if row.full_name.split(":")[1].startswith(addresses)
        for persona in personas
    )


ADDRESSES = {
    "unit": ("unit-",),
    "person": ("person-", "post-"),
    "account": ("account-", "grant-"),
    "rating": ("rating-",),
    "year": ("year-",),
    "set": ("set-", "criterion-", "plan-"),
    "own_criteria": ("own-",),
    "registration": ("registration-",),
    "nomination": ("registration-", "nomination-", "evidence-", "appraisal"),
    "list": ("list-", "council"),
    "paper": ("paper-settings", "letterhead-", "wording-", "award-form-"),
    "dashboard": ("dashboard",),
    "sheet": ("score", "marking", "discussion"),
    "reminder": ("reminder-",),
}
HOLDERS = {
    "unit_staff": "clerk",
    "unit_head": "head",
    "office_staff": "office",
    "office_head": "office head",
    "assessor": "assessor",
    "board": "board",
    "reader": "reader",
    "admin": "admin",
}
ABILITIES = [(role.key, ability) for role in roles.ROLES.values() for ability in sorted(role.may)]


OF_THE_SCHOOL = {ability for key, ability in ABILITIES if not roles.ROLES[key].of_unit}


@pytest.mark.parametrize("ability", sorted(OF_THE_SCHOOL))
def test_an_ability_given_to_everybody_turns_a_row_red(as_, ability, monkeypatch):
    for key, role in list(roles.ROLES.items()):
        monkeypatch.setitem(roles.ROLES, key, replace(role, may=role.may | {ability}))
    assert any_red(as_, *ADDRESSES[ability.split(".")[0]])


@pytest.mark.parametrize(("key", "ability"), ABILITIES)
def test_an_ability_taken_from_a_role_turns_a_row_red(as_, key, ability, monkeypatch):
    role = roles.ROLES[key]
    monkeypatch.setitem(roles.ROLES, key, replace(role, may=role.may - {ability}))
    assert any_red(as_, *ADDRESSES[ability.split(".")[0]], personas=[HOLDERS[key]])


def test_without_the_wall_around_the_site_a_row_turns_red(as_, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]
    assert any_red(as_, "home")
