from django.db import migrations, models

from lms.ledger.rules.envelope import new_token

TOKENS = [("employee", "token"), ("rolegrant", "case")]
BATCH = 500


def fill(apps, schema_editor):
    """A token of its own for every row; one default would be the same in all of them."""
    for model_name, field in TOKENS:
        model = apps.get_model("people", model_name)
        rows = model.objects.using(schema_editor.connection.alias)
        found = list(rows.only("pk"))
        for row in found:
            setattr(row, field, new_token())
        rows.bulk_update(found, [field], batch_size=BATCH)


def token(**options):
    return models.CharField(default=new_token, editable=False, max_length=40, **options)


class Migration(migrations.Migration):

    dependencies = [("people", "0006_attended_signature")]

    operations = [
        *(migrations.AddField(model, field, token(null=True)) for model, field in TOKENS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(model, field, token(unique=True)) for model, field in TOKENS),
        migrations.AddField(
            "rosterimport", "file_hash", models.CharField(blank=True, default="", max_length=64), False
        ),
        migrations.AddField("rosterimport", "counts", models.JSONField(default=dict)),
    ]
