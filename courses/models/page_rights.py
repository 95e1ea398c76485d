from wagtail.models import PagePermissionTester


class CoursewareRights(PagePermissionTester):
    """Wagtail's rights on a page, with publishing split: withdrawing and ordering pages is the
    reviewers' too, publishing without a review is for who holds the permission for it."""

    def can_publish(self) -> bool:
        return super().can_publish() and self._publishes_unreviewed()

    def can_publish_subpage(self) -> bool:
        return super().can_publish_subpage() and self._publishes_unreviewed()

    def can_unschedule(self) -> bool:
        return super().can_publish()

    def _publishes_unreviewed(self) -> bool:
        return bool(self.user.has_perm("courses.publish_unreviewed"))
