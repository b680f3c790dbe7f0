import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_webhooks")]
    operations = [
        migrations.CreateModel(
            name="FailedTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("error", models.TextField(blank=True)),
                ("times", models.PositiveIntegerField(default=1)),
                ("failed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
