-- The house in which two people meet is one of their town.

ALTER TABLE pairs_proposal
    ADD CONSTRAINT proposal_in_a_house_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_foundpair
    ADD CONSTRAINT found_pair_in_a_house_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
