"""Where imported questions stand: categories, skills, pictures. Part of a larger action."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.log_actions import log

from assessments.errors import exchange_words, import_words
from assessments.errors.exchange import QuestionNotTaken
from assessments.models import Category, QuestionVersion, Skill
from assessments.policies.bank import check_can_write_category
from assessments.queries.exchange import category_at
from assessments.rules.exchange.codes import LONGEST_CATEGORY, with_digest
from assessments.rules.exchange.questions import Picture
from lms.files.checks.pictures import PHOTOS, check_picture
from lms.files.errors import FileRefused
from lms.files.limits import check_size
from lms.files.models import Picture as StoredPicture
from lms.people.errors import NotAllowed
from lms.people.models import Employee

LONGEST_NAME = 80
Path = tuple[str, ...]


class Places:
    """The bank's categories, skills and pictures as one import knows them. Nothing is written
    before `category_id` and `picture_id` are asked for."""

    def __init__(self, actor: Employee) -> None:
        self.actor = actor
        self.skills = dict(Skill.objects.values_list("code", "pk"))
        self._categories: dict[Path, int | None] = {(): None}
        self._can_add: bool | None = None

    def losses(self, path: Path, skill: str) -> list[str]:
        """What of a question's place cannot be kept."""
        found = [
            exchange_words.said(import_words.CATEGORY_TOO_LONG, name=name[:LONGEST_NAME])
            for name in path
            if len(name) > LONGEST_NAME
        ]
        if not self.can_add and category_at(named(path)) is None and path:
            found.append(exchange_words.said(import_words.CATEGORY_NOT_MADE, path="/".join(path)))
        if skill and skill not in self.skills:
            found.append(exchange_words.said(import_words.SKILL_UNKNOWN, skill=skill))
        return found

    @property
    def can_add(self) -> bool:
        if self._can_add is None:
            try:
                check_can_write_category(self.actor, None)
            except NotAllowed:
                self._can_add = False
            else:
                self._can_add = True
        return self._can_add

    def category_id(self, path: Sequence[str]) -> int | None:
        """That of the category at the path, which is made where it is missing, with those above
        it."""
        wanted = named(path)
        if wanted not in self._categories:
            found = category_at(wanted)
            made = found.pk if found else self._make(wanted) if self.can_add else None
            self._categories[wanted] = made
        return self._categories[wanted]

    def _make(self, path: Path) -> int:
        parent_id = self.category_id(path[:-1])
        code = with_digest(path[-1], "/".join(path), longest=LONGEST_CATEGORY, word="c")
        category, is_new = Category.objects.get_or_create(
            code=code, defaults={"name": path[-1], "parent_id": parent_id}
        )
        if is_new:
            log(category, "wagtail.create", user=self.actor)
        return category.pk

    def forget(self) -> None:
        """What was made was undone."""
        self._categories = {(): None}


def named(path: Sequence[str]) -> Path:
    """The path with names as long as they may be, and none that is empty."""
    return tuple(name.strip()[:LONGEST_NAME] for name in path if name.strip())


def check_exchanged_picture(picture: Picture) -> None:
    """Raises `QuestionNotTaken` with what is wrong with the picture."""
    try:
        check_size(len(picture.content), settings.PICTURE_MAX_MB)
        check_picture(BytesIO(picture.content), megapixels=settings.PICTURE_MAX_MEGAPIXELS)
    except FileRefused as refusal:
        text = exchange_words.said(
            import_words.PICTURE_REFUSED, name=picture.name, problem=str(refusal)
        )
        raise QuestionNotTaken.saying(text) from refusal


def source_of(picture: Picture) -> str:
    """By which the library finds it again: the same picture is kept once."""
    return f"sha256:{sha256(picture.content).hexdigest()}"


def kept_picture(picture: Picture, version: QuestionVersion | None) -> StoredPicture | None:
    """The library's picture of this content: that of the version where it is the same, else one
    that an import brought before."""
    if version is not None and version.picture is not None and _is(version.picture, picture):
        return version.picture
    found: StoredPicture | None = StoredPicture.objects.filter(source=source_of(picture)).first()
    return found


def _is(stored: StoredPicture, picture: Picture) -> bool:
    try:
        with stored.file.open("rb") as file:
            return bool(file.read(len(picture.content) + 1) == picture.content)
    except OSError:
        return False


def store_picture(actor: Employee, picture: Picture, title: str) -> StoredPicture:
    """A new picture of the library."""
    file = ImageFile(BytesIO(picture.content), name=_file_name(picture))
    stored: StoredPicture = StoredPicture.objects.create(
        title=title[:255],
        file=file,
        file_size=len(picture.content),
        source=source_of(picture),
        uploaded_by_user=actor,
    )
    return stored


def _file_name(picture: Picture) -> str:
    """Its name with the ending of what it is: by that the library knows a drawing."""
    stem = PurePosixPath(picture.name.replace("\\", "/")).stem[:60] or "picture"
    if picture.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"{stem}.svg"
    with Image.open(BytesIO(picture.content), formats=PHOTOS) as photo:
        return f"{stem}.{str(photo.format).lower()}"
