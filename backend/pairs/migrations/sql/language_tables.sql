-- Language tables, their leaders, offers and seats never point to a row of another town.

ALTER TABLE pairs_languagetable
    ADD CONSTRAINT language_table_in_a_house_of_its_town FOREIGN KEY (municipality_id, centre_id)
        REFERENCES places_communitycentre (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_tableleader
    ADD CONSTRAINT table_leader_of_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT table_leader_is_a_volunteer_of_its_town FOREIGN KEY (municipality_id, volunteer_id)
        REFERENCES people_volunteer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_foundseat
    ADD CONSTRAINT found_seat_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT found_seat_at_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT found_seat_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_tableoffer
    ADD CONSTRAINT table_offer_of_a_round_of_its_town FOREIGN KEY (municipality_id, round_id)
        REFERENCES pairs_matchinground (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT table_offer_at_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT table_offer_to_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE pairs_tableseat
    ADD CONSTRAINT table_seat_at_a_table_of_its_town FOREIGN KEY (municipality_id, table_id)
        REFERENCES pairs_languagetable (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT table_seat_of_a_newcomer_of_its_town FOREIGN KEY (municipality_id, newcomer_id)
        REFERENCES people_newcomer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT table_seat_of_an_offer_of_its_town FOREIGN KEY (municipality_id, offer_id)
        REFERENCES pairs_tableoffer (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
