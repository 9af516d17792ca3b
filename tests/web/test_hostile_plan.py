"""No place that takes a text can be forgotten among the attacks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from tests.web.hostile.attacks import every_attack, some_attacks
from tests.web.hostile.filled import hostile_wiki
from tests.web.hostile.plan import ATTACK, filled, not_written


def columns() -> Iterator[tuple[str, type, str]]:
    """Every column that holds text: its name in the plan, model and column."""
    for model in apps.get_models():
        label = model._meta.object_name if model._meta.app_label == "wiki" else model._meta.label
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField | JSONField):
                yield f"{label}.{field.name}", model, field.name


def test_every_column_of_text_is_attacked_or_said_why_not() -> None:
    assert {name for name, _model, _field in columns()} == filled() | not_written()
    assert filled() & not_written() == set()


@pytest.mark.django_db
def test_what_the_plan_says_is_there() -> None:
    hostile_wiki(some_attacks(every=60))
    without = [
        name
        for name, model, field in columns()
        if name in filled()
        and not any(
            ATTACK.search(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for value in model._default_manager.values_list(field, flat=True).iterator()
            if value
        )
    ]
    assert " ".join(without) == ""


def test_the_collections_are_whole() -> None:
    assert len(every_attack()) == 3_905
