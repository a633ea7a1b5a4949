import django.core.validators
from django.db import migrations, models


def remember_the_latest(apps, schema_editor):
    latest = apps.get_model("revisions", "Revision").objects.order_by("-number").first()
    if latest is not None:
        versions = apps.get_model("revisions", "DocumentVersion").objects
        versions.update_or_create(pk=1, defaults={"latest_number": latest.number, "latest_seal": latest.seal})


class Migration(migrations.Migration):
    dependencies = [("revisions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="latest_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="latest_seal",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="revision",
            name="record_seal",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=64,
                validators=[django.core.validators.RegexValidator("^[0-9a-f]{64}$", "SHA-256 の16進64文字です。")],
                verbose_name="記録の封印",
            ),
        ),
        migrations.RunPython(remember_the_latest, migrations.RunPython.noop),
    ]
