-- A meeting of a language table is one of a table of its own town.

ALTER TABLE meetings_meetingseries
    ADD CONSTRAINT series_of_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE meetings_meeting
    ADD CONSTRAINT meeting_of_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
