ALTER TABLE meetings_safetyreport DROP CONSTRAINT report_about_a_pair_of_its_town;
ALTER TABLE meetings_hoursentry DROP CONSTRAINT line_about_a_claim_of_its_town;
ALTER TABLE meetings_attendanceanswer DROP CONSTRAINT answer_of_an_attendance_of_its_town;
ALTER TABLE meetings_attendance DROP CONSTRAINT attendance_of_a_meeting_of_its_town;
ALTER TABLE meetings_planningclash DROP CONSTRAINT clash_of_a_series_of_its_town;
ALTER TABLE meetings_meeting
    DROP CONSTRAINT meeting_at_a_centre_of_its_town,
    DROP CONSTRAINT meeting_of_a_series_of_its_town,
    DROP CONSTRAINT meeting_of_a_pair_of_its_town;
ALTER TABLE meetings_meetingseries
    DROP CONSTRAINT series_at_a_centre_of_its_town,
    DROP CONSTRAINT series_of_a_pair_of_its_town;
