from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_letterhead_mail_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
