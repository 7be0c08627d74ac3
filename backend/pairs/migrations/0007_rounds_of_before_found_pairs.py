"""Rounds of before found what they proposed."""

from django.db import migrations

FOUND = """
INSERT INTO pairs_foundpair (id, municipality_id, round_id, newcomer_id, volunteer_id, newcomer_alias,
                             volunteer_alias, mode, score, score_parts, distance_m, common_minutes, weekday,
                             starts_minute, minutes)
SELECT gen_random_uuid(), municipality_id, round_id, newcomer_id, volunteer_id, '', '', mode, score, score_parts,
       distance_m, common_minutes, weekday, starts_minute, minutes
FROM pairs_proposal WHERE round_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("pairs", "0006_one_round_at_a_time")]
    operations = [migrations.RunSQL(FOUND, migrations.RunSQL.noop)]
