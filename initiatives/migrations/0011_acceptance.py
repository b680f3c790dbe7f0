from django.db import migrations, models

from journal.triggers import AppendOnly

REPORTS = AppendOnly("initiatives_progressversion")


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0010_selection"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="worded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appraisal",
            name="people",
            field=models.ManyToManyField(related_name="appraisals", to="organisation.person"),
        ),
        migrations.RunPython(REPORTS.install, REPORTS.remove),
    ]
