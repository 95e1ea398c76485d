"""What import-linter cannot see: foreign keys named by strings, and the size of files."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.databases import PACKAGES, ROOT

pytestmark = pytest.mark.source

MOST_LINES = 350


def floors() -> list[list[str]]:
    """The layers of the contract in pyproject.toml, from the roof down."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    [contract] = [one for one in contracts if one["name"] == "Floors of the house"]
    return [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]


def floor_of(module: str) -> int | None:
    """0 is the roof; None where the module is not ours."""
    for number, names in enumerate(floors()):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


def relations_that_point_up(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations of ours on a floor below that of the model they point to."""
    wrong = []
    for model in found:
        own = floor_of(model.__module__)
        for relation in model._meta.get_fields(include_parents=False, include_hidden=True):
            target = relation.related_model
            if relation.auto_created or not isinstance(target, type) or own is None:
                continue
            theirs = floor_of(target.__module__)
            if theirs is not None and theirs < own and not comes_from_elsewhere(model, relation):
                wrong.append(f"{model._meta.label}.{relation.name} → {target._meta.label}")
    return wrong


def comes_from_elsewhere(model: type[models.Model], relation: models.Field) -> bool:
    """Whether a base class of Django's or Wagtail's declares it: `uploaded_by_user` of pictures
    points to whatever the user model is."""
    bases = [base for base in model.__mro__[1:] if floor_of(base.__module__) is None]
    metas = [base._meta for base in bases if hasattr(base, "_meta")]
    return any(relation.name == field.name for meta in metas for field in meta.local_fields)


def too_long(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {count} lines"
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]


def test_no_relation_points_to_a_higher_floor() -> None:
    assert relations_that_point_up(apps.get_models(include_auto_created=True)) == []


def test_a_relation_upwards_is_seen() -> None:
    class Letter(models.Model):
        course = models.ForeignKey("courses.CoursePage", models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    try:
        Letter.__module__ = "lms.people.models.letter"
        assert relations_that_point_up([Letter]) == ["people.Letter.course → courses.CoursePage"]
    finally:
        del apps.all_models["people"]["letter"]
        apps.clear_cache()


def test_every_package_of_ours_has_a_floor() -> None:
    ours = [config.name for config in apps.get_app_configs() if floor_of(config.name) is not None]
    standing = [
        ".".join(path.parent.relative_to(ROOT).parts)
        for pattern in ("*/apps.py", "lms/*/apps.py")
        for path in ROOT.glob(pattern)
    ]
    assert sorted(set(ours)) == sorted(standing)


def test_files_are_short() -> None:
    assert too_long(ROOT) == []


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "courses" / "models").mkdir(parents=True)
    (tmp_path / "courses" / "models" / "all.py").write_text("x = 1\n" * (MOST_LINES + 1))
    assert too_long(tmp_path) == ["courses/models/all.py: 351 lines"]
