from django.db import migrations, models

from lms.ledger.actions.install_triggers import lift_triggers
from lms.ledger.rules.envelope import new_token

TOKENS = [("certificate", "case"), ("acknowledgement", "case")]
BATCH = 500


def fill(apps, schema_editor):
    """A token of its own for every row; one default would be the same in all of them."""
    lift_triggers(schema_editor.connection, "courses_acknowledgement")
    for model_name, field in TOKENS:
        model = apps.get_model("courses", model_name)
        rows = model.objects.using(schema_editor.connection.alias)
        found = list(rows.only("pk"))
        for row in found:
            setattr(row, field, new_token())
        rows.bulk_update(found, [field], batch_size=BATCH)


def token(**options):
    return models.CharField(default=new_token, editable=False, max_length=40, **options)


def scan_hash():
    return models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the scan")


class Migration(migrations.Migration):

    dependencies = [("courses", "0009_writers_are_derived")]

    operations = [
        migrations.AddField("acknowledgement", "scan_hash", scan_hash()),
        *(migrations.AddField(model, field, token(null=True)) for model, field in TOKENS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(model, field, token(unique=True)) for model, field in TOKENS),
    ]
