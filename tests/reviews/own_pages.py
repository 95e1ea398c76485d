"""Addresses, forms and states of the pages on which somebody reads their own review."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from reviews.models import Review, ReviewStep
from reviews.rules.procedure import StepKind

WORDS = {"went_well": "回访都做到了。", "to_improve": "时限还要抓紧。", "support": ""}


def page(review: Review, name: str = "own-review") -> str:
    return reverse(f"reviews:{name}", args=[review.pk])


def sent(review: Review, **more: Any) -> dict[str, Any]:
    return {"form_id": str(uuid4()), "seen": str(review.steps.count())} | more


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def steps_of(review: Review, kind: StepKind) -> list[ReviewStep]:
    return list(review.steps.filter(kind=kind))
