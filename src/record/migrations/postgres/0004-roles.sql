-- Who may do what. The login's name is the staff id; what a learner or supervisor may see or store is decided here, not
-- by the program. Whoever made the record may do everything.

SET LOCAL search_path = makesafe, pg_temp;

DO $$
BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'makesafe_learner') THEN
                CREATE ROLE makesafe_learner NOLOGIN;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'makesafe_supervisor') THEN
                CREATE ROLE makesafe_supervisor NOLOGIN;
        END IF;
END $$;

CREATE FUNCTION is_owner() RETURNS boolean LANGUAGE sql STABLE SET search_path = makesafe, pg_temp AS $$
        SELECT pg_has_role(session_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'makesafe'), 'USAGE');
$$;

CREATE FUNCTION own_person() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = makesafe, pg_temp AS $$
        SELECT person FROM people WHERE staff_id = session_user::text;
$$;

-- Oneself, and the people of the sites that one supervises.
CREATE FUNCTION visible_people() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = makesafe, pg_temp AS $$
        SELECT person FROM people WHERE staff_id = session_user::text
        UNION
        SELECT p.person FROM supervisors AS s JOIN person_sites AS p ON p.site = s.site
        WHERE s.login = session_user::text AND pg_has_role(session_user, 'makesafe_supervisor', 'MEMBER');
$$;

CREATE FUNCTION visible_logs() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = makesafe, pg_temp AS $$
        SELECT l.log FROM supervisors AS s JOIN logs AS l ON l.site = s.site
        WHERE s.login = session_user::text AND pg_has_role(session_user, 'makesafe_supervisor', 'MEMBER');
$$;

-- The log of a site, begun where there is none. Only for whoever made the record, and for what runs in that name.
CREATE FUNCTION log_of_site(of_site text) RETURNS integer LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        first text := btrim(split_part(of_site, ';', 1));
        found integer;
BEGIN
        SELECT log INTO found FROM logs WHERE site = first;
        IF found IS NULL THEN
                INSERT INTO logs (site) VALUES (first) ON CONFLICT (site) DO NOTHING;
                SELECT log INTO found FROM logs WHERE site = first;
        END IF;
        RETURN found;
END $$;

-- Who the connection is, and which log is theirs.
CREATE FUNCTION login(OUT name text, OUT owns boolean, OUT log integer) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = makesafe, pg_temp AS $$
        SELECT session_user::text, is_owner(), coalesce(
                (SELECT p.log FROM people AS p WHERE p.staff_id = session_user::text AND NOT is_owner()),
                (SELECT l.log FROM logs AS l WHERE l.site = ''));
$$;

CREATE FUNCTION head(of_log integer, OUT seq bigint, OUT hash bytea) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = makesafe, pg_temp AS $$
        SELECT l.seq, l.hash FROM logs AS l WHERE l.log = of_log;
$$;

-- A board asks again where this comes; not for single answers, because only one transaction at a time can commit with
-- such a word.
CREATE FUNCTION tell(of_log integer, kind text) RETURNS void LANGUAGE sql SET search_path = makesafe, pg_temp AS $$
        SELECT CASE WHEN kind NOT IN ('answered', 'lesson-read', 'report-made')
                THEN pg_notify('makesafe', of_log::text) END;
$$;

-- Stores an event that was made outside: for whoever made the record, who could write the tables as well.
CREATE FUNCTION put_event(of_log integer, of_seq bigint, of_at bigint, kind text, person text, attempt text, body text,
        hash bytea, follows_cut boolean) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
BEGIN
        UPDATE logs AS l SET seq = of_seq, at = of_at, hash = put_event.hash
        WHERE l.log = of_log AND l.seq + 1 = of_seq AND l.at <= of_at;
        IF NOT FOUND THEN
                RAISE EXCEPTION 'event % does not follow the one before it', of_seq USING ERRCODE = 'MK010';
        END IF;
        INSERT INTO events VALUES (of_log, of_seq, of_at, kind, person, attempt, body, hash);
        PERFORM project(of_log, of_seq, of_at, kind, person, attempt, body::jsonb, follows_cut);
        PERFORM tell(of_log, kind);
END $$;

-- Which fields an event of a learner may have, whatever program it comes from.
CREATE FUNCTION check_fields(kind text, body jsonb) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        allowed text[] := CASE kind
                WHEN 'attempt-started' THEN '{digest,language,module,pass,plan,seed,version}'
                WHEN 'lesson-read' THEN '{lesson,module,version}'
                WHEN 'answered' THEN '{confidence,correct_rejections,false_alarms,hits,max,misses,question,response,score,scored,seconds,signs,type}'
                WHEN 'attempt-finished' THEN '{expires,max,module,passed,percent,score,version}'
                WHEN 'attempt-abandoned' THEN '{module,reason}'
                WHEN 'report-made' THEN '{command,filters,format,head,rows}'
        END;
BEGIN
        IF EXISTS (SELECT FROM jsonb_object_keys(body) AS key WHERE key <> ALL (allowed)) THEN
                RAISE EXCEPTION 'an event "%" has fields that it cannot have', kind USING ERRCODE = 'MK009';
        END IF;
END $$;

-- Whether a result follows from the answers that were stored. Whether these were right only a module could say.
CREATE FUNCTION check_result(of_attempt text, body jsonb) RETURNS void LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
DECLARE
        a attempts;
        began jsonb;
        score double precision;
        most double precision;
        given bigint;
        percent double precision := number_of(body, 'percent');
BEGIN
        SELECT * INTO a FROM attempts WHERE attempts.attempt = of_attempt;
        SELECT e.body::jsonb INTO began FROM events AS e WHERE e.log = a.log AND e.seq = a.seq;
        SELECT count(*), coalesce(sum(number_of(one, 'score')) FILTER (WHERE one -> 'scored' = 'true'), 0),
                coalesce(sum(number_of(one, 'max')) FILTER (WHERE one -> 'scored' = 'true'), 0)
        INTO given, score, most
        FROM answers AS n JOIN events AS e ON e.log = n.log AND e.seq = n.seq, LATERAL (SELECT e.body::jsonb AS one) AS b
        WHERE n.log = a.log AND n.start = a.seq;
        IF given <> a.questions OR body ->> 'module' <> a.module OR body ->> 'version' <> a.version
                OR abs(number_of(body, 'score') - score) > 0.000001 OR abs(number_of(body, 'max') - most) > 0.000001
                OR abs(percent - CASE WHEN most > 0 THEN 100 * score / most ELSE 0 END) > 0.000001
                OR (body -> 'passed' = 'true' AND (most <= 0 OR percent < number_of(began, 'pass') - 0.000001)) THEN
                RAISE EXCEPTION 'the result does not follow from the answers' USING ERRCODE = 'MK009';
        END IF;
END $$;

CREATE FUNCTION check_answer(of_attempt text, of_body jsonb) RETURNS void LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
BEGIN
        IF jsonb_typeof(of_body -> 'scored') IS DISTINCT FROM 'boolean'
                OR NOT number_of(of_body, 'score') BETWEEN 0 AND number_of(of_body, 'max')
                OR number_of(of_body, 'max') > 1000 OR number_of(of_body, 'seconds') < 0
                OR NOT EXISTS (SELECT FROM attempts AS a JOIN events AS e ON e.log = a.log AND e.seq = a.seq,
                        jsonb_array_elements(e.body::jsonb -> 'plan') AS item
                        WHERE a.attempt = of_attempt AND item ->> 'q' = of_body ->> 'question') THEN
                RAISE EXCEPTION 'this cannot be an answer of this attempt' USING ERRCODE = 'MK009';
        END IF;
END $$;

-- What a login may store: its own attempts, and that a report was made.
CREATE FUNCTION check_own(kind text, who text, of_attempt text, body text) RETURNS void LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
DECLARE
        value jsonb;
BEGIN
        IF kind IS NULL OR kind NOT IN
                ('attempt-started', 'lesson-read', 'answered', 'attempt-finished', 'attempt-abandoned', 'report-made') THEN
                RAISE EXCEPTION 'events of this kind are not yours to store' USING ERRCODE = 'MK008';
        END IF;
        IF who IS DISTINCT FROM (CASE kind WHEN 'report-made' THEN '' ELSE own_person() END) THEN
                RAISE EXCEPTION 'you can store events about yourself only' USING ERRCODE = 'MK007';
        END IF;
        IF kind <> 'report-made' AND NOT pg_has_role(session_user, 'makesafe_learner', 'MEMBER') THEN
                RAISE EXCEPTION 'events of this kind are not yours to store' USING ERRCODE = 'MK008';
        END IF;
        IF of_attempt !~ '^([0-9a-f]{32})?$' OR (of_attempt = '') <> (kind IN ('lesson-read', 'report-made'))
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

-- Builds the next event of a log, whose row the caller's transaction holds until it ends.
CREATE FUNCTION append_one(of_log integer, now bigint, kind text, who text, of_attempt text, of_body text,
        OUT seq bigint, OUT at bigint, OUT hash bytea) LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        l logs;
        body text := of_body;
BEGIN
        SELECT * INTO STRICT l FROM logs WHERE log = of_log FOR UPDATE;
        at := greatest(now, l.at);
        IF now < l.at THEN
                body := mark_clock(of_body);
        END IF;
        seq := l.seq + 1;
        hash := chain_hash(l.hash, seq, at, kind, who, of_attempt, body);
        PERFORM put_event(of_log, seq, at, kind, who, of_attempt, body, hash, false);
END $$;

-- The only way in which a login other than the record's maker stores anything. Given a key that was stored already it
-- tells what was stored then.
CREATE FUNCTION append(of_key text, kinds text[], persons text[], attempts text[], bodies text[])
RETURNS TABLE (seq bigint, at bigint, hash bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = makesafe, pg_temp AS $$
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
        PERFORM FROM logs AS l WHERE l.log = of_log FOR UPDATE;
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

-- Adds the login itself to the roster, where it lacks it.
CREATE FUNCTION join_roster(of_staff_id text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = makesafe, pg_temp AS $$
DECLARE
        id text := replace(gen_random_uuid()::text, '-', '');
        of_log integer := log_of_site('');
BEGIN
        IF of_staff_id IS DISTINCT FROM session_user::text
                OR NOT pg_has_role(session_user, 'makesafe_learner', 'MEMBER') THEN
                RAISE EXCEPTION 'you can store events about yourself only' USING ERRCODE = 'MK007';
        END IF;
        INSERT INTO people (person, staff_id, name, site, log) VALUES (id, of_staff_id, of_staff_id, '', of_log)
        ON CONFLICT (staff_id) DO NOTHING;
        IF FOUND THEN
                PERFORM append_one(of_log, moment(), 'staff-joined', id, '', '{}');
        END IF;
        RETURN own_person();
END $$;

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_sites ENABLE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE passes ENABLE ROW LEVEL SECURITY;
ALTER TABLE completions ENABLE ROW LEVEL SECURITY;
ALTER TABLE due ENABLE ROW LEVEL SECURITY;
ALTER TABLE question_figures ENABLE ROW LEVEL SECURITY;
ALTER TABLE option_figures ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_figures ENABLE ROW LEVEL SECURITY;

CREATE POLICY visible ON people FOR SELECT USING (person IN (SELECT visible_people()));
CREATE POLICY visible ON person_sites FOR SELECT USING (person IN (SELECT visible_people()));
-- The site's public keys are everybody's to know.
CREATE POLICY visible ON events FOR SELECT USING (kind = 'key-created' OR person IN (SELECT visible_people()));
CREATE POLICY visible ON attempts FOR SELECT USING (person IN (SELECT visible_people()));
CREATE POLICY visible ON answers FOR SELECT USING ((log, start) IN (SELECT a.log, a.seq FROM attempts AS a));
CREATE POLICY visible ON passes FOR SELECT USING (person IN (SELECT visible_people()));
CREATE POLICY visible ON completions FOR SELECT USING (person IN (SELECT visible_people()));
CREATE POLICY visible ON due FOR SELECT USING (person IN (SELECT visible_people()));
CREATE POLICY visible ON question_figures FOR SELECT USING (log IN (SELECT visible_logs()));
CREATE POLICY visible ON option_figures FOR SELECT USING (log IN (SELECT visible_logs()));
CREATE POLICY visible ON sign_figures FOR SELECT USING (log IN (SELECT visible_logs()));

REVOKE ALL ON ALL TABLES IN SCHEMA makesafe FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA makesafe FROM PUBLIC;
GRANT USAGE ON SCHEMA makesafe TO makesafe_learner, makesafe_supervisor;
GRANT SELECT ON about, people, person_sites, events, attempts, answers, passes, completions, due, question_figures,
        option_figures, sign_figures, cuts TO makesafe_learner, makesafe_supervisor;
GRANT EXECUTE ON FUNCTION is_owner(), own_person(), visible_people(), visible_logs(), login(), head(integer), holds(text, text),
        append(text, text[], text[], text[], text[]) TO makesafe_learner, makesafe_supervisor;
GRANT EXECUTE ON FUNCTION join_roster(text) TO makesafe_learner;
