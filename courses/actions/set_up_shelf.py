from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from courses.actions.set_up_review import set_up_review
from courses.models import CourseIndexPage
from courses.queries import own_shelf
from courses.rules.rights import FILE_RIGHTS, PAGE_RIGHTS
from lms.people.models.role_grant import group_name

# Wagtail asks for the rights of its own models, whatever models hold the files.
LIBRARIES = ("wagtailimages", "wagtaildocs", "wagtailmedia")
# Titles of the shelves beside the one in the site's own language, by their language.
OTHER_SHELVES = {"en": "Courses"}
ROOT = "课件"


def set_up_shelf() -> CourseIndexPage:
    """Make sure the site has its shelf of courses as root page, the same shelf in English, and the
    role groups exactly their rights on both. Runs after every migration; of what is there already,
    only the site's address follows the settings. The shelf in the site's own language."""
    shelf = own_shelf() or _replace_welcome_page()
    _name_root()
    shelves = [shelf, *(_translated(shelf, code) for code in OTHER_SHELVES)]
    _keep_address()
    for one in shelves:
        _keep_page_rights(one)
    _keep_file_rights()
    set_up_review(shelves)
    return shelf


def _name_root() -> None:
    """Authors meet the root above the shelves of all languages; Wagtail calls it "Root"."""
    Page.objects.filter(depth=1).exclude(title=ROOT).update(title=ROOT, draft_title=ROOT)


def _translated(shelf: CourseIndexPage, language_code: str) -> CourseIndexPage:
    """The shelf in another content language. Its pages are translations of those on `shelf`."""
    locale, __ = Locale.objects.get_or_create(language_code=language_code)
    found: CourseIndexPage | None = shelf.get_translation_or_none(locale)
    if found is not None:
        return found
    made: CourseIndexPage = shelf.get_parent().add_child(
        instance=CourseIndexPage(
            title=OTHER_SHELVES[language_code],
            slug=f"{shelf.slug}-{language_code}",
            locale=locale,
            translation_key=shelf.translation_key,
        )
    )
    Site.clear_site_root_paths_cache()
    return made


def _keep_page_rights(shelf: CourseIndexPage) -> None:
    for role, codenames in PAGE_RIGHTS.items():
        held = GroupPagePermission.objects.filter(group=_group(role), page=shelf)
        held.exclude(permission__codename__in=codenames).delete()
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        ):
            GroupPagePermission.objects.get_or_create(
                group=_group(role), page=shelf, permission=permission
            )


def _keep_file_rights() -> None:
    root = Collection.get_first_root_node()
    for role, codenames in FILE_RIGHTS.items():
        for permission in Permission.objects.filter(
            content_type__app_label__in=LIBRARIES, codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=_group(role), collection=root, permission=permission
            )


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
