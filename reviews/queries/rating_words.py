"""What the points of a rating mean."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from reviews.queries.words import Words

POINTS: Mapping[int, Words] = {
    1: pgettext_lazy("points", "far from it"),
    2: pgettext_lazy("points", "not yet"),
    3: pgettext_lazy("points", "as the post asks"),
    4: pgettext_lazy("points", "more than that"),
    5: pgettext_lazy("points", "an example to others"),
}
