-- What a pair agreed on never points to a pair of another town.

ALTER TABLE meetings_languageplan
    ADD CONSTRAINT language_plan_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE meetings_introduction
    ADD CONSTRAINT introduction_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT introduction_at_a_meeting_of_its_town FOREIGN KEY (municipality_id, meeting_id)
        REFERENCES meetings_meeting (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
