"""Each dossier knows its unit, so that who may see it is asked of one table."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    works = apps.get_model("initiatives", "Work").objects.filter(pk=OuterRef("work"))
    apps.get_model("initiatives", "Dossier").objects.update(unit=Subquery(works.values("unit")[:1]))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_initial"), ("organisation", "0001_initial")]

    operations = [
        migrations.AddField(
            "dossier",
            "unit",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers_filed",
                to="organisation.unit",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
