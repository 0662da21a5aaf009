from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cluster", "0006_snapshots_of_waiting_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="unfinished",
            field=models.BooleanField(default=False, help_text="it is being made, or removed, piece by piece"),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(condition=models.Q(("unfinished", True)), fields=["id"], name="cluster_unfinished"),
        ),
    ]
