"""A certificate, and a thousand in one PDF as the worker prints them, against WeasyPrint alone on
the same HTML in the same process.

Ours counts everything from the rows of the database to the stored file: queries, the check of the
glyphs, QR codes, templates, progress. `script/bench certificate [--json] [--count N]`.
"""

import resource
import sys
from functools import partial

from benchmarks.ground import site
from benchmarks.ground.measure import in_turn, report

COUNT = int(sys.argv[sys.argv.index("--count") + 1]) if "--count" in sys.argv else 1000
# In the batch a run takes a minute or more.
ROUNDS = 2


def main() -> None:
    site.set_up()
    certificates = _certificates(COUNT)
    from courses.actions.print_certificate import print_certificate
    from courses.actions.typeset_certificates import STYLESHEETS, papers_of, typeset
    from courses.models import Certificate
    from lms.people.models import Employee

    system = Employee.objects.system()
    one = typeset(papers_of(certificates[:1]), "a4")
    many = typeset(papers_of(certificates), "a4")
    serial, style = certificates[0].serial, STYLESHEETS["a4"]

    def print_one() -> bytes:
        found = Certificate.objects.select_related("enrolment__employee__unit").get(serial=serial)
        return print_certificate(actor=system, certificate=found)

    results = [
        in_turn("one", print_one, partial(_alone, one, style), rounds=10, each=3),
        in_turn(
            f"{COUNT} in a batch",
            partial(_batch, [certificate.pk for certificate in certificates]),
            partial(_alone, many, style),
            rounds=ROUNDS,
            each=1,
            warm=0,
        ),
    ]
    report("certificate", results)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if "--json" not in sys.argv:
        print(f"largest so far: {peak} MB of memory")


def _alone(html: str, stylesheet: str) -> bytes:
    """WeasyPrint with fonts and style sheets read before, as ours has them."""
    from weasyprint import HTML

    from lms.pdf.engine import VARIANT, options_for

    document = HTML(string=html).render(**options_for(stylesheet, None))
    written: bytes = document.write_pdf(**VARIANT)
    return written


def _batch(keys: list[int]) -> None:
    """As `actions.print_batch` does it, from the rows to the file."""
    from courses.actions.print_batch import print_batch
    from courses.models import CertificateBatch
    from lms.people.models import Employee

    owner = Employee.objects.get(staff_number="20250")
    batch = CertificateBatch.objects.create(owner=owner, layout="a4")
    batch.certificates.set(keys)
    print_batch(actor=Employee.objects.system(), batch=batch)
    batch.refresh_from_db()
    if batch.state != batch.State.DONE:
        raise SystemExit(f"The batch ended as {batch.state}: {batch.outcome}")
    batch.result.delete()


def _certificates(count: int) -> list[object]:
    """So many of the demo company's, made up to the number where it has fewer."""
    from courses.models import Certificate, Enrolment
    from courses.queries import in_paper_order
    from lms.people.models import Employee

    model = Certificate.objects.select_related("enrolment").order_by("pk").first()
    assert model is not None
    missing = count - Certificate.objects.filter(serial__startswith="BENCH-").count()
    somebody = Employee.objects.get(staff_number="20250")
    for number in range(count - missing, count):
        employee = Employee.objects.create(
            staff_number=f"B{number:05}",
            name=f"林{chr(0x4E00 + number)}",
            unit=somebody.unit,
            post=somebody.post,
        )
        enrolment = Enrolment.objects.get(pk=model.enrolment_id)
        enrolment.pk, enrolment.employee, enrolment.passed_sitting = None, employee, None
        enrolment.save(force_insert=True)
        copy = Certificate.objects.get(pk=model.pk)
        copy.pk, copy.enrolment, copy.name = None, enrolment, employee.name
        copy.serial, copy.token = f"BENCH-2026-{number:06}", f"bench-{number:06}"
        copy.case = f"bench-{number:06}"
        copy.save(force_insert=True)
    found = Certificate.objects.filter(serial__startswith="BENCH-")[:count]
    return list(in_paper_order(Certificate.objects.filter(pk__in=found.values("pk"))))


if __name__ == "__main__":
    main()
