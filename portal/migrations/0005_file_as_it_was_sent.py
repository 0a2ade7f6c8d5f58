from django.db import migrations, models
from django.db.models import F


def sent_as_kept(apps, schema_editor) -> None:
    """Until now every file was kept as it was sent."""
    apps.get_model("portal", "StoredFile").objects.update(sent_sha256=F("sha256"))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_mail_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="sent_sha256",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(sent_as_kept, migrations.RunPython.noop),
    ]
