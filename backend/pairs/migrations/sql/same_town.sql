-- A row never points to a row of another town, not even by a mistake in the code.

ALTER TABLE pairs_unmatchedreason
    ADD CONSTRAINT reason_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT reason_about_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_proposal
    ADD CONSTRAINT proposal_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT proposal_to_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT proposal_to_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_pair
    ADD CONSTRAINT pair_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT pair_of_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT pair_from_a_proposal_of_its_town FOREIGN KEY (municipality_id, proposal_id)
        REFERENCES pairs_proposal (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_exclusion
    ADD CONSTRAINT exclusion_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT exclusion_of_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
