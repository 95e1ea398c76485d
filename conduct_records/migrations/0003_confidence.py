
import django.db.models.deletion
import lms.files.storage
import lms.ledger.rules.envelope
import uuid
from django.conf import settings
from django.db import migrations, models


# In these a decision has no effect any more, or not yet.
WITHOUT_EFFECT = ('overturned', 'decided')


def note_training(apps, schema_editor):
    """Of each case, whether its decision orders training, as its steps say."""
    steps = apps.get_model('conduct_records', 'CaseStep').objects.filter(kind='decided')
    ordering = [
        case
        for case, data in steps.values_list('case', 'data')
        if (data.get('measure') or {}).get('training')
    ]
    cases = apps.get_model('conduct_records', 'Case').objects.filter(pk__in=ordering)
    cases.exclude(state__in=WITHOUT_EFFECT).update(orders_training=True)


# Whose turn it is where nobody has to do anything.
NOBODYS = ('calendar', 'nobody')


def note_what_waits(apps, schema_editor):
    """Cases and incidents that wait for somebody."""
    cases = apps.get_model('conduct_records', 'Case').objects
    cases.exclude(turn__in=NOBODYS).update(waits=True)
    waiting = apps.get_model('conduct_records', 'WaitingIncident').objects
    incidents = apps.get_model('conduct_records', 'Incident').objects
    found = incidents.filter(closing__isnull=True, cases__isnull=True).values_list('pk', flat=True)
    waiting.bulk_create(waiting.model(incident_id=pk) for pk in found)


class Migration(migrations.Migration):

    dependencies = [
        ('conduct_records', '0002_cases'),
        ('people', '0008_retention'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BundleWork',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('outcome', models.TextField(blank=True, help_text='What came of it, for the person who waits.', verbose_name='outcome')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('moved_at', models.DateTimeField(auto_now_add=True, verbose_name='last progress')),
                ('result', models.FileField(blank=True, storage=lms.files.storage.private_storage, upload_to='results/%Y/%m/%d/', verbose_name='result')),
                ('purpose', models.CharField(max_length=200, verbose_name='what for')),
            ],
            options={
                'verbose_name': 'making of a case’s bundle',
                'verbose_name_plural': 'making of cases’ bundles',
                'ordering': ['-created_at'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseBundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=200, verbose_name='what for')),
                ('content_hash', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('token', models.CharField(default=lms.ledger.rules.envelope.new_token, editable=False, max_length=40, unique=True)),
            ],
            options={
                'verbose_name': 'bundle of a case',
                'verbose_name_plural': 'bundles of cases',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('figures', models.JSONField()),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 'tally of cases',
                'verbose_name_plural': 'tallies of cases',
            },
        ),
        migrations.CreateModel(
            name='IdentityAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_granted', models.BooleanField(verbose_name='granted')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('answered_at', models.DateTimeField(verbose_name='answered')),
                ('valid_until', models.DateTimeField(null=True, verbose_name='valid until')),
                ('token', models.CharField(default=lms.ledger.rules.envelope.new_token, editable=False, max_length=40, unique=True)),
            ],
            options={
                'verbose_name': 'answer to a request for identities',
                'verbose_name_plural': 'answers to requests for identities',
            },
        ),
        migrations.CreateModel(
            name='IdentityRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_id', models.UUIDField(editable=False, unique=True)),
                ('reason', models.TextField(max_length=1000, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('token', models.CharField(default=lms.ledger.rules.envelope.new_token, editable=False, max_length=40, unique=True)),
            ],
            options={
                'verbose_name': 'request for identities',
                'verbose_name_plural': 'requests for identities',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReporterCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'code of an anonymous report',
                'verbose_name_plural': 'codes of anonymous reports',
            },
        ),
        migrations.CreateModel(
            name='ReportMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_id', models.UUIDField(editable=False, unique=True)),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('token', models.CharField(default=lms.ledger.rules.envelope.new_token, editable=False, max_length=40, unique=True)),
            ],
            options={
                'verbose_name': 'message about an anonymous report',
                'verbose_name_plural': 'messages about anonymous reports',
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TallyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('last_step', models.PositiveBigIntegerField()),
            ],
            options={
                'verbose_name': 'making of the tallies',
                'verbose_name_plural': 'making of the tallies',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='WaitingIncident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='conduct_records.incident')),
            ],
            options={
                'verbose_name': 'incident that waits',
                'verbose_name_plural': 'incidents that wait',
            },
        ),
        migrations.AlterModelOptions(
            name='case',
            options={'ordering': ['-opened_at', '-pk'], 'permissions': [('investigate_case', 'Can be appointed to investigate'), ('decide_case', 'Can be appointed to decide'), ('decide_appeal', 'Can be appointed to decide an appeal'), ('override_gate', 'Can let a charge through gate 1'), ('view_identity', 'Can ask who reported and who witnessed'), ('approve_identity', 'Can approve that somebody learns who reported'), ('export_case', 'Can take out the bundle of a case'), ('view_figures', 'Can see the figures about cases')], 'verbose_name': 'case', 'verbose_name_plural': 'cases'},
        ),
        migrations.RemoveConstraint(
            model_name='incident',
            name='complaint_has_its_reference',
        ),
        migrations.AddField(
            model_name='case',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='case',
            name='has_own_key',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='case',
            name='has_own_key',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='orders_training',
            field=models.BooleanField(default=False, verbose_name='orders training'),
        ),
        migrations.AddField(
            model_name='case',
            name='waits',
            field=models.BooleanField(default=False, verbose_name='waits for somebody'),
        ),
        migrations.RunPython(note_training, migrations.RunPython.noop),
        migrations.AddField(
            model_name='casestep',
            name='has_own_key',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='casestep',
            name='has_own_key',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='incident',
            name='has_own_key',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='incident',
            name='has_own_key',
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name='incident',
            name='is_reserved',
            field=models.BooleanField(default=False, editable=False, verbose_name='for the HR director of the company alone'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('is_reserved', False), ('source', 'anonymous'), _connector='OR'), name='only_anonymous_reports_are_reserved'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'complaint'), _negated=True), models.Q(('reference', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='complaint_has_its_reference', violation_error_message='Give the reference of the complaint.'),
        ),
        migrations.AddField(
            model_name='bundlework',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundle_works', to='conduct_records.case'),
        ),
        migrations.AddField(
            model_name='bundlework',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casebundle',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bundles', to='conduct_records.case'),
        ),
        migrations.AddField(
            model_name='casebundle',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casebundle',
            name='work',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bundle', to='conduct_records.bundlework'),
        ),
        migrations.AddField(
            model_name='casetally',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit'),
        ),
        migrations.AddField(
            model_name='identityanswer',
            name='answered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identity_requests', to='conduct_records.incident'),
        ),
        migrations.AddField(
            model_name='identityanswer',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='conduct_records.identityrequest'),
        ),
        migrations.AddField(
            model_name='reportercode',
            name='incident',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code', to='conduct_records.incident'),
        ),
        migrations.AddField(
            model_name='reportmessage',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='conduct_records.incident'),
        ),
        migrations.AddField(
            model_name='reportmessage',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='casetally',
            constraint=models.UniqueConstraint(fields=('unit', 'month'), name='one_tally_a_unit_and_month'),
        ),
        migrations.AddConstraint(
            model_name='identityanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_granted', True), ('valid_until__isnull', False)), models.Q(('is_granted', False), ('valid_until__isnull', True)), _connector='OR'), name='identities_granted_until_a_day'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['turn', 'due_at', '-id'], name='case_by_turn'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('waits', True)), fields=['due_at', '-id'], name='case_that_waits'),
        ),
        migrations.AddIndex(
            model_name='casestep',
            index=models.Index(fields=['actor', 'kind'], name='step_by_who_took_it'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['-known_at', '-id'], name='incident_by_when_known'),
        ),
        migrations.RunPython(note_what_waits, migrations.RunPython.noop),
    ]
