from django.db import migrations


def keep_months(apps, schema_editor):
    """How long a certificate is valid moves from the course page into its design. The texts are
    the built-in ones of that time."""
    course_page = apps.get_model("courses", "CoursePage")
    design = apps.get_model("courses", "CertificateDesign")
    pages = course_page.objects.filter(certificate_valid_months__isnull=False).order_by("pk")
    if not pages.exists():
        return
    system, __ = apps.get_model("people", "Employee").objects.get_or_create(
        staff_number="SYSTEM",
        defaults={"name": "系统", "latin_name": "System", "is_active": False},
    )
    for page in pages:
        if design.objects.filter(course_key=page.translation_key).exists():
            continue
        passed = page.examination_id is not None
        design.objects.create(
            course_key=page.translation_key,
            number=1,
            title="结业证书",
            title_en="Certificate of Completion",
            text=(
                "修毕《{course}》全部课程，于{passed_on}经考试合格，准予结业。"
                if passed
                else "于{passed_on}修毕《{course}》全部课程，准予结业。"
            ),
            text_en=(
                "This is to certify that {name} has completed the course {course} "
                "and passed its examination on {passed_on}."
                if passed
                else "This is to certify that {name} completed the course {course} on {passed_on}."
            ),
            seal="青檐学堂",
            signatures=[],
            valid_months=page.certificate_valid_months,
            style="jade",
            created_by=system,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0005_certificate_designs'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(keep_months, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='coursepage',
            name='certificate_valid_months',
        ),
    ]
