from wagtail.models import Page, PagePermissionTester


class CoursewareRights(PagePermissionTester):
    """Wagtail's rights on a page, with publishing split: withdrawing and ordering pages is the
    reviewers' too, publishing without a review is for who holds the permission for it."""

    def can_publish(self) -> bool:
        return super().can_publish() and self._publishes_unreviewed()

    def can_publish_subpage(self) -> bool:
        return super().can_publish_subpage() and self._publishes_unreviewed()

    def can_unschedule(self) -> bool:
        return super().can_publish()

    def can_move_to(self, destination: Page) -> bool:
        """Putting in order is moving a page to another place below its own parent."""
        rights = destination.permissions_for_user(self.user)
        stays = self.page.is_child_of(destination) and rights.can_reorder_children()
        return bool(stays or super().can_move_to(destination))

    def _publishes_unreviewed(self) -> bool:
        return bool(self.user.has_perm("courses.publish_unreviewed"))
