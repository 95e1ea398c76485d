"""Looking at a lesson as somebody else."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lms.people.enums import Standing
from lms.people.models import Post

EVERYBODY = ""


def audience_of_mode(mode: str) -> tuple[str, str] | None:
    """The post group and standing of a preview mode; None where all parts are shown."""
    if not mode:
        return None
    group, __, standing = mode.partition(":")
    return group, standing


class AudiencePreviews:
    """Previews of a page as it is for everybody, and for each post group and standing there is."""

    @cached_property
    def preview_modes(self) -> list[tuple[str, str]]:
        posts = Post.objects.select_related("group").order_by("group__position", "group__code")
        positions = dict.fromkeys((post.group, post.standing) for post in posts)
        return [
            (EVERYBODY, _("Everybody’s parts, marked")),
            *(
                (f"{group.code}:{standing}", f"{group} · {Standing(standing).label}")
                for group, standing in positions
            ),
        ]
