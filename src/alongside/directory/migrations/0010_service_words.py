import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# What `directory.offers.refresh` writes from now on, for the services that have offers already.
FILL = """
INSERT INTO directory_servicewords (service_id, asks, name, head, search)
SELECT s.id, told.asks, s.name, ts_filter(s.search, '{a,b}'), s.search
FROM (
  SELECT service_id, bool_and(
    cardinality(open_to) > 0 OR minimum_age IS NOT NULL OR maximum_age IS NOT NULL OR carers_only OR parents_only
    OR new_parents_only OR cardinality(genders) > 0) AS asks
  FROM directory_offer GROUP BY service_id
) AS told
JOIN directory_service s ON s.id = told.service_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_bank_holidays"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceWords",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="directory.service",
                    ),
                ),
                ("asks", models.BooleanField()),
                ("name", models.CharField(max_length=255)),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("search", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"ordering": ["service"]},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="servicewords",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="service_words"),
        ),
        # Nothing asks offers for a part of their name: services are asked.
        migrations.RemoveIndex(model_name="offer", name="offer_name_trgm"),
    ]
