-- The ledger of hours is append-only, whoever writes and on whichever way in.

CREATE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Emptying an empty table takes nothing away: a fresh database may be flushed.
    IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM meetings_hoursentry) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The ledger of hours is append-only: % is refused. Write a counter-entry.', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_is_append_only';
END $$;

CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OR DELETE ON meetings_hoursentry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
CREATE TRIGGER ledger_refuses_truncate BEFORE TRUNCATE ON meetings_hoursentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();

-- A line follows from the line before it, says what its claim says, and is not confirmed by who claimed.
CREATE FUNCTION ledger_checks_line() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before meetings_hoursentry;
    claimed meetings_hoursentry;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger ' || NEW.municipality_id, 0));
    SELECT * INTO before FROM meetings_hoursentry
        WHERE municipality_id = NEW.municipality_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(before.number, 0) + 1 OR NEW.previous_hash <> coalesce(before.hash, '') THEN
        RAISE EXCEPTION 'Line % does not follow from the last line of the ledger.', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_line_follows_the_last';
    END IF;

    IF extract(epoch FROM NEW.ends_at - NEW.starts_at) <> NEW.minutes * 60 THEN
        RAISE EXCEPTION 'The minutes of a line are those between its start and its end.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_minutes_are_elapsed_time';
    END IF;

    IF NEW.kind = 'CLAIM' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO claimed FROM meetings_hoursentry
        WHERE id = NEW.claim_id AND municipality_id = NEW.municipality_id AND kind = 'CLAIM';
    IF NOT FOUND OR (claimed.person_id, claimed.meeting_id) <> (NEW.person_id, NEW.meeting_id) THEN
        RAISE EXCEPTION 'A line points to a claim about the same person and meeting.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_line_is_about_its_claim';
    END IF;
    IF NEW.kind IN ('CONFIRM', 'RESOLVE') AND (NEW.actor_id = NEW.person_id OR EXISTS (
        SELECT FROM meetings_hoursentry
        WHERE coalesce(claim_id, id) = NEW.claim_id AND kind IN ('CLAIM', 'CORRECT') AND actor_id = NEW.actor_id
    )) THEN
        RAISE EXCEPTION 'Who claims hours cannot confirm them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_claims_cannot_confirm';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_checks_line BEFORE INSERT ON meetings_hoursentry
    FOR EACH ROW EXECUTE FUNCTION ledger_checks_line();

-- The intervals that count now follow from the lines, and from nothing else.
CREATE FUNCTION ledger_keeps_intervals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'CLAIM' THEN
        INSERT INTO meetings_hoursinterval (id, municipality_id, claim_id, person_id, meeting_id, starts_at, ends_at)
        VALUES (NEW.id, NEW.municipality_id, NEW.id, NEW.person_id, NEW.meeting_id, NEW.starts_at, NEW.ends_at);
    ELSIF NEW.kind = 'CORRECT' THEN
        UPDATE meetings_hoursinterval SET starts_at = NEW.starts_at, ends_at = NEW.ends_at
            WHERE claim_id = NEW.claim_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This claim does not count any more: it cannot be corrected.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'only_a_counting_claim_is_corrected';
        END IF;
    ELSIF NEW.kind = 'REVERSE' OR (NEW.kind = 'RESOLVE' AND NEW.outcome = 'REJECTED') THEN
        DELETE FROM meetings_hoursinterval WHERE claim_id = NEW.claim_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_keeps_intervals AFTER INSERT ON meetings_hoursentry
    FOR EACH ROW EXECUTE FUNCTION ledger_keeps_intervals();

CREATE FUNCTION intervals_follow_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() > 1 THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT FROM meetings_hoursinterval) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'Intervals follow from the ledger: % is refused. Write a line in the ledger.', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'intervals_follow_the_ledger';
END $$;

CREATE TRIGGER intervals_follow_the_ledger BEFORE INSERT OR UPDATE OR DELETE ON meetings_hoursinterval
    FOR EACH ROW EXECUTE FUNCTION intervals_follow_the_ledger();
CREATE TRIGGER intervals_refuse_truncate BEFORE TRUNCATE ON meetings_hoursinterval
    FOR EACH STATEMENT EXECUTE FUNCTION intervals_follow_the_ledger();
