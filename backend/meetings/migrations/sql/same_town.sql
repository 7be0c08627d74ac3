-- A row never points to a row of another town, not even by a mistake in the code.

ALTER TABLE meetings_meetingseries
    ADD CONSTRAINT series_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT series_at_a_centre_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_meeting
    ADD CONSTRAINT meeting_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT meeting_of_a_series_of_its_town FOREIGN KEY (municipality_id, series_id)
        REFERENCES meetings_meetingseries (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT meeting_at_a_centre_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_planningclash
    ADD CONSTRAINT clash_of_a_series_of_its_town FOREIGN KEY (municipality_id, series_id)
        REFERENCES meetings_meetingseries (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_attendance
    ADD CONSTRAINT attendance_of_a_meeting_of_its_town FOREIGN KEY (municipality_id, meeting_id)
        REFERENCES meetings_meeting (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_attendanceanswer
    ADD CONSTRAINT answer_of_an_attendance_of_its_town FOREIGN KEY (municipality_id, attendance_id)
        REFERENCES meetings_attendance (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_hoursentry
    ADD CONSTRAINT line_about_a_claim_of_its_town FOREIGN KEY (municipality_id, claim_id)
        REFERENCES meetings_hoursentry (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_safetyreport
    ADD CONSTRAINT report_about_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
