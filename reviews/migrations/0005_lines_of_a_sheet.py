import tomllib

from django.db import migrations, models


def count_lines(apps, schema_editor):
    for version in apps.get_model("reviews", "SchemeVersion").objects.all():
        version.lines = len(tomllib.loads(version.text).get("criteria", ()))
        version.save(update_fields=["lines"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_alternates_and_terms")]

    operations = [
        migrations.AddField(
            model_name="schemeversion", name="lines", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.RunPython(count_lines, migrations.RunPython.noop),
    ]
