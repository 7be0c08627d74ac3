-- A closed house is a house of its town.

ALTER TABLE meetings_closure
    ADD CONSTRAINT closure_of_a_centre_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
