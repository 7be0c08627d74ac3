-- Pauses and farewells never point to a pair of another town; reasons of before get their present names.

ALTER TABLE pairs_pairfarewell
    ADD CONSTRAINT farewell_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairs_pairpause
    ADD CONSTRAINT pause_of_a_pair_of_its_town FOREIGN KEY (municipality_id, pair_id)
        REFERENCES pairs_pair (municipality_id, id) DEFERRABLE INITIALLY DEFERRED;
UPDATE pairs_pair SET end_reason = 'ILLNESS' WHERE end_reason = 'ILLNESS_OR_CARE';
UPDATE pairs_pair SET end_reason = 'BOUNDARY_CROSSED' WHERE end_reason = 'UNSAFE';
UPDATE pairs_pair SET end_reason = 'UNKNOWN' WHERE end_reason = 'OTHER';
UPDATE pairs_pair SET trial_until = started_on + 42 WHERE trial_until IS NULL;
