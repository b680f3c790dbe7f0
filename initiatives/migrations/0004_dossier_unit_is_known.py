"""No dossier without its unit, and the list of a unit's dossiers by key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_dossier_unit")]

    operations = [
        migrations.AlterField(
            "dossier",
            "unit",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dossiers_filed", to="organisation.unit"
            ),
        ),
        migrations.AddIndex(
            "dossier", models.Index(fields=["unit", "state", "-id"], name="initiatives_unit_id_17b98a_idx")
        ),
    ]
