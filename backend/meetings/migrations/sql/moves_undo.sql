ALTER TABLE meetings_meetingmove
    DROP CONSTRAINT move_to_a_centre_of_its_town,
    DROP CONSTRAINT move_of_a_meeting_of_its_town;
