-- Pauses and farewells never point to a pair of another town.

ALTER TABLE pairs_pairfarewell
    ADD CONSTRAINT farewell_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairs_pairpause
    ADD CONSTRAINT pause_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
