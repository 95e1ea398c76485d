"""A company with conduct cases of two years, in a database of the benchmark's own: two cases a
person, made in bulk. Their steps fold and the columns of `Case` say what the steps say, but they
have no entries in the ledger; only what the benchmark does later has."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

CODEBOOK = Path(__file__).resolve().parents[2] / "content" / "codebook" / "codebook.yaml"
HIRED = date(2023, 1, 1)
SITE, REGION = 100, 15
AT_ONCE = 2_000
NAMES = 5_000
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "安宁静远清和若水明德思齐知行子墨雨桐晓峰文博志强丽娟建国春梅海涛玉兰少云家豪秀英"
DIRECTOR = "BENCH-DIRECTOR"
OFFICER, DECIDER, INVESTIGATOR = "BENCH-HR-0", "BENCH-DECIDER-0", "BENCH-ASSESSOR-0"


def make(people: int) -> None:
    """In an empty database: sites of a hundred people, regions of fifteen sites, each region with
    somebody who handles cases, somebody who decides and somebody who investigates; a director."""
    from django.db import connection

    from benchmarks.ground.conduct_cases import bring
    from conduct_records.actions.cases.tally_cases import tally_cases
    from lms.people.models import Employee

    rng = Random(people)
    system = Employee.objects.system()
    company = _unit("company", "bench", "青檐物业", None)
    staff = _posts()
    version = _codebook(system)
    _holder(DIRECTOR, "hr_director", company, staff, system)
    for number in range(-(-people // (SITE * REGION))):
        region = _unit("region", f"region-{number}", f"大区{number}", company)
        hr, decider, investigator = (
            _holder(f"BENCH-{name}-{number}", role, region, staff, system)
            for name, role in (
                ("HR", "hr_officer"),
                ("DECIDER", "hr_officer"),
                ("ASSESSOR", "assessor"),
            )
        )
        first = number * SITE * REGION
        count = min(SITE * REGION, people - first)
        made = _people(rng, region, range(first, first + count), staff, system)
        _sign(made, version)
        bring(rng, version, made, (hr, decider, investigator))
    tally_cases(actor=system)
    if connection.vendor == "postgresql":
        # What the server does by itself; SQLite keeps no statistics where the site runs either.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _unit(kind: str, code: str, name: str, parent: Any) -> Any:
    from lms.people.models import Unit

    unit = Unit.objects.create(kind=kind, code=code, name=name, parent=parent, path=code)
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _posts() -> Any:
    from lms.people.models import Post, PostGroup

    group = PostGroup.objects.create(code="bench", name="客户服务", position=1)
    Post.objects.create(group=group, code="manager", name="经理", standing="manager")
    return Post.objects.create(group=group, code="steward", name="管家", standing="frontline")


def _codebook(system: Any) -> Any:
    import yaml
    from django.utils import timezone

    from conduct_records.models import CodebookVersion
    from conduct_records.rules.codebook import Codebook

    book = Codebook.of_json(yaml.safe_load(CODEBOOK.read_text(encoding="utf-8")))
    days = ("discussed_on", "union_on", "published_on", "effective_on")
    return CodebookVersion.objects.create(
        number=1,
        content=book.as_json(),
        content_hash=book.content_hash,
        adopted_at=timezone.now(),
        adopted_by=system,
        **dict.fromkeys(days, HIRED),
    )


def _holder(staff_number: str, role: str, unit: Any, post: Any, system: Any) -> Any:
    from lms.people.models import Employee, RoleGrant

    holder = Employee.objects.create(
        staff_number=staff_number, name="苏予安", unit=unit, post=post, hired_on=HIRED
    )
    RoleGrant.objects.create(employee=holder, role=role, unit=unit, granted_by=system)
    return holder


@cache
def _names() -> list[tuple[str, str, str]]:
    """Some thousands, with what they are sorted and found by; that is dear to make."""
    from lms.people.rules.name_keys import search_key, sort_key

    chosen = Random(1).sample(list(product(FAMILY, GIVEN, GIVEN)), NAMES)
    names = ["".join(parts) for parts in chosen]
    return [(name, sort_key(name), search_key(name, "")) for name in names]


def _people(rng: Random, region: Any, numbers: range, post: Any, system: Any) -> list[Any]:
    from django.contrib.auth.hashers import make_password

    from lms.people.models import Employee, Placement

    password = make_password(None)
    sites: dict[int, Any] = {}
    people = []
    for number in numbers:
        at = number // SITE
        if at not in sites:
            sites[at] = _unit("site", f"site-{at}", f"青云园{at}", region)
        name, sort_key, search_key = rng.choice(_names())
        people.append(
            Employee(
                staff_number=f"B{number:06}",
                name=name,
                sort_key=sort_key,
                search_key=search_key,
                unit=sites[at],
                post=post,
                hired_on=HIRED,
                password=password,
            )
        )
    made = Employee.objects.bulk_create(people, batch_size=AT_ONCE)
    Placement.objects.bulk_create(
        (
            Placement(employee=each, unit=each.unit, post=post, from_on=HIRED, noted_by=system)
            for each in made
        ),
        batch_size=AT_ONCE,
    )
    return made


def _sign(people: Sequence[Any], version: Any) -> None:
    """Everybody has signed the codebook since they came."""
    from django.utils import timezone

    from conduct_records.models import CodebookSignature

    at = timezone.now() - timedelta(days=3 * 365)
    CodebookSignature.objects.bulk_create(
        (
            CodebookSignature(
                employee=each,
                version=version,
                standing="frontline",
                post_code="steward",
                text="本人已阅读并知悉。",
                text_hash="0" * 64,
                language="zh-hans",
                attested_at=at,
                way="own",
            )
            for each in people
        ),
        batch_size=AT_ONCE,
    )


def pages() -> dict[str, tuple[str, str]]:
    """What is asked for, by its name: the address, and who asks."""
    from conduct_records.models import Case
    from lms.people.models import Unit

    site = Unit.objects.filter(kind="site").order_by("pk")[0]
    of_first = Case.objects.filter(subject__unit__path__startswith=f"{site.parent.path}")
    case = of_first.filter(state="heard").order_by("pk")[0]
    inbox, person, charts = "/desk/cases/", case.subject, "/desk/cases/charts/"
    return {
        "inbox, director": (inbox, DIRECTOR),
        "inbox, officer": (inbox, OFFICER),
        "inbox, investigator": (inbox, INVESTIGATOR),
        "inbox, in effect": (f"{inbox}?group=4-in-effect", DIRECTOR),
        "inbox, ended": (f"{inbox}?group=5-ended", DIRECTOR),
        "inbox, unit and line": (f"{inbox}?unit={site.pk}&line=yellow", DIRECTOR),
        "search, name": (f"{inbox}?text={quote(person.name)}", DIRECTOR),
        "search, name in pinyin": (f"{inbox}?text={person.search_key.split('|')[2]}", DIRECTOR),
        "search, nobody": (f"{inbox}?text={quote('欧阳若禾')}", DIRECTOR),
        "search, staff number": (f"{inbox}?text={person.staff_number}", DIRECTOR),
        "search, case number": (f"{inbox}?text={case.number}", DIRECTOR),
        "search, officer": (f"{inbox}?text={quote(person.name)}", OFFICER),
        "case, officer": (f"/desk/cases/{case.pk}/", OFFICER),
        "case, decider": (f"/desk/cases/{case.pk}/", DECIDER),
        "charts, director": (charts, DIRECTOR),
        "charts, officer": (charts, OFFICER),
        "incidents that wait": ("/desk/incidents/", DIRECTOR),
        "incidents, officer": ("/desk/incidents/", OFFICER),
        "incidents taken up": ("/desk/incidents/?state=taken_up", DIRECTOR),
        "incidents set aside": ("/desk/incidents/?state=set_aside", DIRECTOR),
    }
