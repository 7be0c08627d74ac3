-- A found pair never points to a row of another town.

ALTER TABLE pairs_foundpair
    ADD CONSTRAINT found_pair_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT found_pair_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT found_pair_of_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
