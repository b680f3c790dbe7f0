from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_blind_and_sealed_rounds")]

    operations = [
        migrations.AlterField(
            model_name="round",
            name="code",
            field=models.CharField(max_length=60, unique=True, verbose_name="code"),
        ),
    ]
