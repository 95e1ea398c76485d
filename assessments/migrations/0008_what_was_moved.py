from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0007_into_the_engine"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="quiz",
            name="questions",
        ),
        migrations.RemoveField(
            model_name="question",
            name="is_retired",
        ),
        migrations.RemoveField(
            model_name="question",
            name="topic",
        ),
        migrations.RemoveField(
            model_name="quiz",
            name="draw",
        ),
        migrations.RemoveField(
            model_name="quiz",
            name="feedback",
        ),
        migrations.RemoveField(
            model_name="quiz",
            name="shuffle",
        ),
        migrations.DeleteModel(
            name="QuizQuestion",
        ),
    ]
