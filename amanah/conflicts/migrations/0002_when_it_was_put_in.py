from datetime import date

from django.db import migrations, models

# Nothing was put in before there was a page for it.
BEFORE = date(2026, 11, 27)


class Migration(migrations.Migration):
    dependencies = [("conflicts", "0001_ties_posts_and_own_ties")]
    operations = [
        migrations.AddField(
            model_name=name,
            name="put_in_on",
            field=models.DateField(default=BEFORE),
            preserve_default=False,
        )
        for name in ("post", "tie")
    ]
