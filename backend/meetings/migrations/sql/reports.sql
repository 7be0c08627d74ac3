-- Who is meant in a report is a volunteer of its town.

ALTER TABLE meetings_safetyreport
    ADD CONSTRAINT report_about_a_volunteer_of_its_town FOREIGN KEY (municipality_id, substitute_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
