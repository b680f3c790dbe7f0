from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_seals")]
    operations = [
        migrations.AddField("delivery", "given_up_at", models.DateTimeField(blank=True, null=True)),
    ]
