"""The team's table, its filters, one person and the files, for a site of 60 and one of 3,000
people in six courses, against a bare Wagtail page."""

import os
from functools import partial
from pathlib import Path

from benchmarks.ground import site

# Three thousand people would change what the other benchmarks measure.
OWN = Path(__file__).resolve().parent.parent / "var" / "bench" / "team.sqlite3"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{OWN}")

from benchmarks.ground.measure import in_turn, report  # noqa: E402
from benchmarks.ground.team import site_of  # noqa: E402
from benchmarks.page import floor_page  # noqa: E402

SIZES = (60, 3000)
PAGES = {
    "table": "/desk/team/",
    "last page": "/desk/team/?page=9999",
    "overdue": "/desk/team/?state=overdue",
    "name in pinyin": "/desk/team/?name=zhao",
}
FILES = {"csv": "/desk/team/export.csv", "xlsx": "/desk/team/export.xlsx"}


def main() -> None:
    OWN.parent.mkdir(parents=True, exist_ok=True)
    site.set_up()
    from courses.models import LessonPage

    path, host = floor_page(LessonPage.objects.live().order_by("path")[0])
    floor = partial(site.get, path, host=host)
    results = []
    for size in SIZES:
        cookie = site.session_cookie(site_of(size))
        for cases, rounds, each in ((PAGES, 10, 3), (FILES, 3, 1)):
            for case, address in cases.items():
                ours = partial(site.get, address, cookie=cookie)
                name = f"{case}, {size} people"
                results.append(in_turn(name, ours, floor, rounds=rounds, each=each, warm=1))
    report("team", results)


if __name__ == "__main__":
    main()
