-- What programs store since: answers of refreshers, and the right answer beside each one that was given. And a new
-- person of a log, whose row refers to the log's, no longer waits for its next event while that waits for the person.
SET LOCAL search_path = makesafe, pg_temp;

-- A board asks again where this comes; not for single answers, because only one transaction at a time can commit with
-- such a word.
CREATE OR REPLACE FUNCTION tell(of_log integer, kind text) RETURNS void LANGUAGE sql SET search_path = makesafe, pg_temp AS $$
        SELECT CASE WHEN kind NOT IN ('answered', 'lesson-read', 'refreshed', 'report-made')
                THEN pg_notify('makesafe', of_log::text) END;
$$;

-- Which fields an event of a learner may have, whatever program it comes from.
CREATE OR REPLACE FUNCTION check_fields(kind text, body jsonb) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        allowed text[] := CASE kind
                WHEN 'attempt-started' THEN '{digest,language,module,pass,plan,seed,version}'
                WHEN 'lesson-read' THEN '{lesson,module,version}'
                WHEN 'answered' THEN '{confidence,correct_rejections,false_alarms,hits,max,misses,question,response,right,score,scored,seconds,signs,type}'
                WHEN 'refreshed' THEN '{confidence,correct_rejections,false_alarms,hits,max,misses,module,question,response,score,seconds,signs,type,version}'
                WHEN 'attempt-finished' THEN '{expires,max,module,passed,percent,score,version}'
                WHEN 'attempt-abandoned' THEN '{module,reason}'
                WHEN 'report-made' THEN '{command,filters,format,head,rows}'
        END;
BEGIN
        IF EXISTS (SELECT FROM jsonb_object_keys(body) AS key WHERE key <> ALL (allowed)) THEN
                RAISE EXCEPTION 'an event "%" has fields that it cannot have', kind USING ERRCODE = 'MK009';
        END IF;
END $$;

-- What a login may store: its own attempts, and that a report was made.
CREATE OR REPLACE FUNCTION check_own(kind text, who text, of_attempt text, body text) RETURNS void LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
DECLARE
        value jsonb;
BEGIN
        IF kind IS NULL OR kind NOT IN ('attempt-started', 'lesson-read', 'answered', 'refreshed', 'attempt-finished',
                'attempt-abandoned', 'report-made') THEN
                RAISE EXCEPTION 'events of this kind are not yours to store' USING ERRCODE = 'MK008';
        END IF;
        IF who IS DISTINCT FROM (CASE kind WHEN 'report-made' THEN '' ELSE own_person() END) THEN
                RAISE EXCEPTION 'you can store events about yourself only' USING ERRCODE = 'MK007';
        END IF;
        IF kind <> 'report-made' AND NOT pg_has_role(session_user, 'makesafe_learner', 'MEMBER') THEN
                RAISE EXCEPTION 'events of this kind are not yours to store' USING ERRCODE = 'MK008';
        END IF;
        IF of_attempt !~ '^([0-9a-f]{32})?$' OR (of_attempt = '') <> (kind IN ('lesson-read', 'refreshed', 'report-made'))
                OR octet_length(body) > 1048576 OR body !~ '^{' OR NOT is_plain(body::json, 16) THEN
                RAISE EXCEPTION 'this is not an event that a record can hold' USING ERRCODE = 'MK009';
        END IF;
        value := body::jsonb;
        PERFORM check_fields(kind, value);
        CASE kind
        WHEN 'attempt-started' THEN
                IF NOT number_of(value, 'pass') BETWEEN 0 AND 100 OR NOT how_many(value, 'plan') BETWEEN 1 AND 10000 THEN
                        RAISE EXCEPTION 'this is not an event that a record can hold' USING ERRCODE = 'MK009';
                END IF;
        WHEN 'answered' THEN
                PERFORM check_answer(of_attempt, value);
        WHEN 'attempt-finished' THEN
                PERFORM check_result(of_attempt, value);
        ELSE
        END CASE;
END $$;

-- Builds the next event of a log, whose row the caller's transaction holds until it ends. NO KEY: rows of `people`
-- refer to it meanwhile.
CREATE OR REPLACE FUNCTION append_one(of_log integer, now bigint, kind text, who text, of_attempt text, of_body text,
        OUT seq bigint, OUT at bigint, OUT hash bytea) LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        l logs;
        body text := of_body;
BEGIN
        SELECT * INTO STRICT l FROM logs WHERE log = of_log FOR NO KEY UPDATE;
        at := greatest(now, l.at);
        IF now < l.at THEN
                body := mark_clock(of_body);
        END IF;
        seq := l.seq + 1;
        hash := chain_hash(l.hash, seq, at, kind, who, of_attempt, body);
        PERFORM put_event(of_log, seq, at, kind, who, of_attempt, body, hash, false);
END $$;

-- The only way in which a login other than the record's maker stores anything. Given a key that was stored already it
-- tells what was stored then. A sitting has hardly more answers than PostgreSQL plans anew before it keeps a plan.
CREATE OR REPLACE FUNCTION append(of_key text, kinds text[], persons text[], attempts text[], bodies text[])
RETURNS TABLE (seq bigint, at bigint, hash bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = makesafe, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
        of_log integer := (SELECT l.log FROM login() AS l);
        stored bigint[];
        now bigint;
        one record;
BEGIN
        IF of_key IS NULL OR of_key !~ '^[0-9a-f]{32}$' OR coalesce(cardinality(kinds), 0) NOT BETWEEN 1 AND 100
                OR cardinality(persons) IS DISTINCT FROM cardinality(kinds)
                OR cardinality(attempts) IS DISTINCT FROM cardinality(kinds)
                OR cardinality(bodies) IS DISTINCT FROM cardinality(kinds)
                OR array_position(kinds || persons || attempts || bodies, NULL) IS NOT NULL THEN
                RAISE EXCEPTION 'this is not an event that a record can hold' USING ERRCODE = 'MK009';
        END IF;
        PERFORM FROM logs AS l WHERE l.log = of_log FOR NO KEY UPDATE;
        SELECT r.seqs INTO stored FROM requests AS r WHERE r.key = of_key AND r.login = session_user::text;
        IF stored IS NULL THEN
                now := moment();
                FOR i IN 1..cardinality(kinds) LOOP
                        PERFORM check_own(kinds[i], persons[i], attempts[i], bodies[i]);
                        SELECT a.seq INTO one FROM append_one(of_log, now, kinds[i], persons[i], attempts[i], bodies[i]) AS a;
                        stored := stored || one.seq;
                END LOOP;
                DELETE FROM requests AS r WHERE r.login = session_user::text AND r.at < moment() - 86400000000;
                INSERT INTO requests VALUES (of_key, session_user, of_log, stored, moment());
        END IF;
        RETURN QUERY SELECT e.seq, e.at, e.hash FROM unnest(stored) WITH ORDINALITY AS s (seq, place)
                JOIN events AS e ON e.log = of_log AND e.seq = s.seq ORDER BY s.place;
END $$;
