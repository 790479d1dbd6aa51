-- One word a thing: a visit of a chart, an override of its care team.
ALTER TABLE seen RENAME TO chart_visit;
ALTER TABLE chart_visit RENAME COLUMN seen_at TO visited_at;
ALTER TABLE glass RENAME TO chart_override;
-- A draft remembers what it began from.
ALTER TABLE draft ADD COLUMN follows TEXT NOT NULL DEFAULT '';
-- A draft under way goes on from the versions that stand now.
UPDATE draft SET follows = ifnull((
    SELECT group_concat(lower(hex(version)), ' ') FROM (SELECT version FROM head WHERE head.document = draft.document ORDER BY version)
), '');
