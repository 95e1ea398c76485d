"""What an author decides about a course's certificate, as plain values."""

from dataclasses import dataclass

from courses.errors import DesignRefused
from courses.rules.certificate_text import check_text

MOST_SIGNATURES = 3
LONGEST_TITLE = 8  # characters that stand above one another
LONGEST_SEAL = 6


@dataclass(frozen=True)
class Image:
    """A picture of the library as it was when the design was saved: `data` is a data address, so
    that a picture exchanged later reaches no certificate that is out."""

    picture_id: int
    data: str


@dataclass(frozen=True)
class Signature:
    name: str
    title: str = ""
    title_en: str = ""
    image: Image | None = None


@dataclass(frozen=True)
class Design:
    """`style` is a value of `enums.CertificateStyle`; `valid_months` None never expires."""

    title: str
    title_en: str
    text: str
    text_en: str
    seal: str
    style: str
    seal_image: Image | None = None
    signatures: tuple[Signature, ...] = ()
    valid_months: int | None = None

    def check(self) -> None:
        """Raises `DesignRefused`, `UnknownPlaceholder`, `BraceIsNoPlaceholder`, each naming the
        field at fault."""
        for field in ("text", "text_en"):
            try:
                check_text(getattr(self, field))
            except DesignRefused as refusal:
                refusal.field = field
                raise

    @property
    def all_text(self) -> str:
        """Every character it may put on paper of its own."""
        signed = (f"{one.name}{one.title}{one.title_en}" for one in self.signatures)
        return "".join((self.title, self.title_en, self.text, self.text_en, self.seal, *signed))


def built_in(*, with_examination: bool, seal: str) -> Design:
    """What a course prints that has no design of its own."""
    if with_examination:
        text = "修毕《{course}》全部课程，于{passed_on}经考试合格，准予结业。"
        text_en = (
            "This is to certify that {name} has completed the course {course} "
            "and passed its examination on {passed_on}."
        )
    else:
        text = "于{passed_on}修毕《{course}》全部课程，准予结业。"
        text_en = "This is to certify that {name} completed the course {course} on {passed_on}."
    return Design(
        title="结业证书",
        title_en="Certificate of Completion",
        text=text,
        text_en=text_en,
        seal=seal[:LONGEST_SEAL],
        style="jade",
    )
