-- A pin never points to a row of another town.

ALTER TABLE pairs_pin
    ADD CONSTRAINT pin_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT pin_of_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
