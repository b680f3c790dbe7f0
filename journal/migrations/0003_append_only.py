from django.db import migrations

from journal.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_initial")]
    operations = [migrations.RunPython(install, remove)]
