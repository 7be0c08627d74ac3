-- A word is about somebody at a meeting of its town, and a door is one of its town.

ALTER TABLE meetings_outcomeword
    ADD CONSTRAINT word_about_an_attendance_of_its_town FOREIGN KEY (municipality_id, attendance_id)
        REFERENCES meetings_attendance (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_checkinmiss
    ADD CONSTRAINT miss_at_a_centre_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
