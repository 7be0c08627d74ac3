-- A move is about a meeting of its town, and leads to a house of its town.

ALTER TABLE meetings_meetingmove
    ADD CONSTRAINT move_of_a_meeting_of_its_town FOREIGN KEY (municipality_id, meeting_id)
        REFERENCES meetings_meeting (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT move_to_a_centre_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
