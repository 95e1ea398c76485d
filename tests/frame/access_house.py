"""What the access world has that belongs to no unit: a library and a page under review, what the
question bank and the codebook are made with, the next scorecard, a signed ledger."""

from collections.abc import Mapping
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site

from assessments.enums import ExchangeFormat, RegradeMode
from assessments.models import QuestionImport, Regrade
from conduct_records.actions.add_draft_document import add_draft_document
from conduct_records.actions.start_draft import start_draft
from conduct_records.enums import DocumentKind
from conduct_records.models import DraftDocument
from courses.actions.save_certificate_design import save_certificate_design
from courses.models import CoursePage
from courses.rules.certificate_design import built_in
from lms.files.models import Handout, Picture, Recording
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import VerificationRun
from lms.people.models import Employee
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.models import ScorecardVersion
from tests.factories.assessments import CategoryFactory, SkillFactory
from tests.factories.courses import lessons_of
from tests.factories.reviews import make_card
from tests.files.samples import CAPTIONS, OGG, svg
from tests.frame.access_records import a_scan, done


def keep_house(
    course: CoursePage, site: SimpleNamespace, askers: Mapping[str, Employee | None]
) -> SimpleNamespace:
    system, trainer = Employee.objects.system(), askers["trainer"]
    start_draft(actor=system)
    add_draft_document(actor=system, kind=DocumentKind.DISCUSSION, file=a_scan(), name="纪要.pdf")
    start_scorecard_draft(actor=system, group=None, card=make_card())
    house = library(course, trainer)
    house.category, house.skill = CategoryFactory.create(), SkillFactory.create()
    house.question_import = done(
        QuestionImport,
        asked_by=trainer,
        file=a_scan(),
        name="题目.gift",
        format=ExchangeFormat.GIFT,
    )
    house.regrade = done(
        Regrade,
        asked_by=trainer,
        question=site.question,
        version=site.version,
        mode=RegradeMode.WAIVED,
        reason="题目有误。",
    )
    house.design = save_certificate_design(
        actor=system,
        course_key=course.translation_key,
        design=built_in(with_examination=False, seal="青檐"),
    )
    house.draft_paper = DraftDocument.objects.get()
    house.scorecard = ScorecardVersion.objects.all()[0]
    house.verification = done(VerificationRun, asked_by=system.token)
    return house


def library(course: CoursePage, author: Employee | None) -> SimpleNamespace:
    """A file of each kind; a lesson that a trainer submitted, with the task of whoever reviews."""
    lesson = lessons_of(course)[-1]
    lesson.save_revision(user=author)
    lesson.get_workflow().start(lesson, author)
    root = Collection.get_first_root_node()
    assert root is not None
    recording = Recording.objects.create(
        title="三声之内",
        type="audio",
        file=ContentFile(OGG, name="ring.ogg"),
        captions_zh_hans=CAPTIONS,
    )
    return SimpleNamespace(
        picture=Picture.objects.create(title="图", file=ContentFile(svg(), name="picture.svg")),
        handout=Handout.objects.create(title="讲义", file=a_scan()),
        recording=recording,
        captions=recording.key,
        collection=root.add_child(name="茶艺"),
        redirect=Redirect.objects.create(old_path="/old", redirect_link="/learn/"),
        site=Site.objects.get(),
        group=Group.objects.all()[0],
        shelf=course.get_parent(),
        root=Page.get_first_root_node(),
        chapter=lesson.get_parent(),
        submitted=lesson,
        revision=lesson.latest_revision,
        comparison=reverse(
            "wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", "latest"]
        ),
        workflow=lesson.get_workflow(),
        under_review=lesson.current_workflow_state,
        task_state=lesson.current_workflow_task_state,
        task=lesson.current_workflow_task,
    )


def sign_ledger() -> None:
    """What stands in it so far can be proven."""
    sign_checkpoint(Log.RECORDS)
