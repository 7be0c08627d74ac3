-- Behind the wall nothing that was said is ever unsaid: a later row says that it was wrong.

CREATE FUNCTION obligations_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: write a later row.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'said_is_said';
END $$;

CREATE TRIGGER decisions_are_written_once BEFORE UPDATE OR DELETE ON obligations_obligationdecision
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER statements_are_written_once BEFORE UPDATE OR DELETE ON obligations_hoursstatement
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER bookings_are_written_once BEFORE UPDATE OR DELETE ON obligations_booking
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER words_are_written_once BEFORE UPDATE OR DELETE ON obligations_personword
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER replies_are_written_once BEFORE UPDATE OR DELETE ON obligations_reply
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER warnings_are_written_once BEFORE UPDATE OR DELETE ON obligations_warningsent
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER extra_hours_are_written_once BEFORE UPDATE OR DELETE ON obligations_extrahours
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER assignments_are_written_once BEFORE UPDATE OR DELETE ON obligations_assignment
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();
CREATE TRIGGER signals_are_handled_once BEFORE UPDATE OR DELETE ON obligations_signalhandled
    FOR EACH ROW EXECUTE FUNCTION obligations_refuses_change();

-- A version of the ordinance may be mended until the first decision or statement rests on it.
CREATE FUNCTION obligations_keeps_used_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_used boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %1$I.obligations_obligationdecision WHERE policy_version_id = $1)'
        ' OR EXISTS (SELECT FROM %1$I.obligations_hoursstatement WHERE policy_version_id = $1)', TG_TABLE_SCHEMA
    ) INTO is_used USING OLD.id;
    IF is_used THEN
        RAISE EXCEPTION 'A decision rests on this version of the ordinance: import a new version.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_policy_never_changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER used_policy_never_changes BEFORE UPDATE OR DELETE ON obligations_policyversion
    FOR EACH ROW EXECUTE FUNCTION obligations_keeps_used_policy();
