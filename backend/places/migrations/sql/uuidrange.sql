-- A range over uuids, made of core types only, so that an exclusion constraint can say "the same person"
-- without the extension btree_gist, which not every server has.
CREATE TYPE uuidrange AS RANGE (subtype = uuid);
