UPDATE pairs_pair SET end_reason = 'ILLNESS_OR_CARE'
    WHERE end_reason IN ('ILLNESS', 'PREGNANCY_BIRTH', 'CARE_AT_HOME');
UPDATE pairs_pair SET end_reason = 'UNSAFE' WHERE end_reason = 'BOUNDARY_CROSSED';
UPDATE pairs_pair SET end_reason = 'GOAL_REACHED' WHERE end_reason = 'EXAM_PASSED';
UPDATE pairs_pair SET end_reason = 'FOUND_WORK' WHERE end_reason = 'STARTED_STUDY';
UPDATE pairs_pair SET end_reason = 'OTHER' WHERE end_reason NOT IN (
    '', 'COMPLETED', 'GOAL_REACHED', 'FOUND_WORK', 'MOVED', 'TIMES_DO_NOT_FIT', 'TOO_FAR', 'NO_CLICK',
    'LEVEL_MISMATCH', 'NO_CONTACT', 'ILLNESS_OR_CARE', 'TOO_BUSY', 'UNSAFE');
UPDATE pairs_exclusion SET lifted_at = NULL WHERE lifted_by_id IS NULL AND lifted_at IS NOT NULL;
ALTER TABLE pairs_pairfarewell DROP CONSTRAINT farewell_of_a_pair_of_its_town;
ALTER TABLE pairs_pairpause DROP CONSTRAINT pause_of_a_pair_of_its_town;
