-- The files of a round belong to the town of the round.

ALTER TABLE pairs_roundarchive
    ADD CONSTRAINT archive_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
