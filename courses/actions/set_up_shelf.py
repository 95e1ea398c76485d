from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from courses.models import CourseIndexPage
from courses.rules.rights import FILE_RIGHTS, PAGE_RIGHTS
from lms.people.models.role_grant import group_name


def set_up_shelf() -> CourseIndexPage:
    """Make sure the site has its shelf of courses as root page, and the role groups their rights
    on it. Runs after every migration; of what is there already, only the site's address follows
    the settings."""
    shelf: CourseIndexPage = CourseIndexPage.objects.first() or _replace_welcome_page()
    _keep_address()
    for role, codenames in PAGE_RIGHTS.items():
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        ):
            GroupPagePermission.objects.get_or_create(
                group=_group(role), page=shelf, permission=permission
            )
    root = Collection.get_first_root_node()
    for role, codenames in FILE_RIGHTS.items():
        for permission in Permission.objects.filter(
            content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=_group(role), collection=root, permission=permission
            )
    return shelf


def _group(role: str) -> Group:
    group, __ = Group.objects.get_or_create(name=group_name(role))
    return group


def _keep_address() -> None:
    """Previews are drawn and full addresses written as of the site's own address."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = str(address.hostname), port
        site.save(update_fields=["hostname", "port"])


def _replace_welcome_page() -> CourseIndexPage:
    root = Page.get_first_root_node()
    assert root is not None
    shelf: CourseIndexPage = root.add_child(instance=CourseIndexPage(title="课程", slug="shelf"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "root_page": shelf,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    # The page that Wagtail's own migrations put there.
    Page.objects.filter(depth=2, slug="home").exclude(pk=shelf.pk).delete()
    return shelf
