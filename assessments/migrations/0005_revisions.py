from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_english_wording"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="response", name="response_number_once"),
        migrations.AlterModelOptions(name="response", options={}),
        migrations.RenameField(model_name="response", old_name="number", new_name="revision"),
    ]
