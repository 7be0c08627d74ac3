-- Who stands in is a volunteer of the town of the pair.

ALTER TABLE meetings_substitution
    ADD CONSTRAINT substitution_in_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT substitution_by_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
