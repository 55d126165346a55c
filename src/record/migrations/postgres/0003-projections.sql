-- What follows from events, kept in their own transaction. The program reckons the same from the events when it
-- verifies a record, and says where the two differ.

SET LOCAL search_path = makesafe, pg_temp;

CREATE FUNCTION misses_field(kind text, key text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
        RAISE EXCEPTION 'an event "%" does not say its "%"', kind, key USING ERRCODE = 'MK006';
END $$;

-- A text that has to be there.
CREATE FUNCTION text_of(kind text, body jsonb, key text) RETURNS text LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
BEGIN
        IF jsonb_typeof(body -> key) IS DISTINCT FROM 'string' OR body ->> key = '' THEN
                PERFORM misses_field(kind, key);
        END IF;
        RETURN body ->> key;
END $$;

CREATE FUNCTION string_or_null(body jsonb, key text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN jsonb_typeof(body -> key) = 'string' THEN body ->> key END;
$$;

-- A day that may be left out.
CREATE FUNCTION day_of(kind text, body jsonb, key text) RETURNS text LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
DECLARE
        day text := string_or_null(body, key);
BEGIN
        IF day IS NOT NULL THEN
                IF day !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
                        PERFORM misses_field(kind, key);
                END IF;
                PERFORM make_date(substr(day, 1, 4)::int, substr(day, 6, 2)::int, substr(day, 9, 2)::int);
        END IF;
        RETURN day;
EXCEPTION WHEN datetime_field_overflow THEN
        PERFORM misses_field(kind, key);
END $$;

CREATE FUNCTION number_of(body jsonb, key text) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN jsonb_typeof(body -> key) = 'number' THEN (body ->> key)::double precision ELSE 0 END;
$$;

CREATE FUNCTION whole_of(body jsonb, key text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN jsonb_typeof(body -> key) = 'number' AND body ->> key ~ '^-?[0-9]+$'
                THEN (body ->> key)::bigint ELSE 0 END;
$$;

CREATE FUNCTION how_many(body jsonb, key text) RETURNS bigint LANGUAGE sql IMMUTABLE
SET search_path = makesafe, pg_temp AS $$
        SELECT CASE WHEN jsonb_typeof(body -> key) = 'array' THEN jsonb_array_length(body -> key)
                ELSE whole_of(body, key) END;
$$;

-- The strings of a list, none where it is no list.
CREATE FUNCTION strings_of(list jsonb) RETURNS TABLE (place bigint, word text) LANGUAGE sql IMMUTABLE AS $$
        SELECT place, one #>> '{}'
        FROM jsonb_array_elements(CASE WHEN jsonb_typeof(list) = 'array' THEN list ELSE '[]' END)
                WITH ORDINALITY AS items (one, place)
        WHERE jsonb_typeof(one) = 'string';
$$;

-- What was chosen, by the type of the question; several words that only together are a choice are joined by "-".
CREATE FUNCTION choices_of(type text, response jsonb) RETURNS SETOF text LANGUAGE plpgsql IMMUTABLE
SET search_path = makesafe, pg_temp AS $$
BEGIN
        CASE jsonb_typeof(response)
        WHEN 'boolean', 'string' THEN
                RETURN NEXT response #>> '{}';
        WHEN 'array' THEN
                RETURN QUERY SELECT CASE WHEN type = 'order' THEN place || '-' ELSE '' END || word
                        FROM strings_of(response);
        WHEN 'object' THEN
                IF type = 'call' THEN
                        RETURN QUERY SELECT n FROM string_or_null(response, 'number') AS n WHERE n IS NOT NULL
                                UNION ALL SELECT word FROM strings_of(response -> 'say');
                ELSE
                        RETURN QUERY SELECT key || '-' || (value #>> '{}') FROM jsonb_each(response)
                                WHERE jsonb_typeof(value) = 'string';
                END IF;
        ELSE
        END CASE;
END $$;

-- Adds the answers of an attempt that has just ended to the figures of their questions, options and signs.
CREATE FUNCTION count_answers(of_log integer, who text, of_start bigint, of_module text, of_version text) RETURNS void
LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        bodies jsonb[] := ARRAY(SELECT e.body::jsonb FROM answers AS n JOIN events AS e ON e.log = n.log AND e.seq = n.seq
                WHERE n.log = of_log AND n.start = of_start);
BEGIN
        INSERT INTO question_figures AS f (log, module, version, question, n, sum, sum_squares, hits, misses,
                false_alarms, correct_rejections)
        SELECT of_log, of_module, of_version, body ->> 'question', 1, fraction, fraction * fraction,
                how_many(body, 'hits'), how_many(body, 'misses'), how_many(body, 'false_alarms'),
                how_many(body, 'correct_rejections')
        FROM unnest(bodies) AS body, LATERAL (SELECT CASE WHEN number_of(body, 'max') > 0
                THEN number_of(body, 'score') / number_of(body, 'max') ELSE 0 END AS fraction) AS reckoned
        ON CONFLICT (log, module, version, question) DO UPDATE SET n = f.n + excluded.n, sum = f.sum + excluded.sum,
                sum_squares = f.sum_squares + excluded.sum_squares, hits = f.hits + excluded.hits,
                misses = f.misses + excluded.misses, false_alarms = f.false_alarms + excluded.false_alarms,
                correct_rejections = f.correct_rejections + excluded.correct_rejections;
        INSERT INTO option_figures AS f (log, module, version, question, option, chosen)
        SELECT of_log, of_module, of_version, body ->> 'question', option, count(*)
        FROM unnest(bodies) AS body, choices_of(coalesce(string_or_null(body, 'type'), ''), body -> 'response') AS option
        GROUP BY body ->> 'question', option
        ON CONFLICT (log, module, version, question, option) DO UPDATE SET chosen = f.chosen + excluded.chosen;
        WITH counted AS (
                SELECT sign, sum(hit) AS hits, sum(1 - hit) AS misses FROM (
                        SELECT word AS sign, 1 AS hit FROM unnest(bodies) AS body, strings_of(body -> 'hits')
                        UNION ALL
                        SELECT word, 0 FROM unnest(bodies) AS body, strings_of(body -> 'misses')
                ) AS seen GROUP BY sign
        ), fresh AS (
                SELECT c.*, NOT EXISTS (SELECT FROM sign_people AS p WHERE p.person = who AND p.module = of_module
                        AND p.version = of_version AND p.sign = c.sign) AS is_new
                FROM counted AS c
        ), kept AS (
                INSERT INTO sign_people AS p (log, person, module, version, sign, hits, misses)
                SELECT of_log, who, of_module, of_version, sign, hits, misses FROM fresh
                ON CONFLICT (person, module, version, sign)
                DO UPDATE SET hits = p.hits + excluded.hits, misses = p.misses + excluded.misses
        )
        INSERT INTO sign_figures AS f (log, module, version, sign, hits, misses, people)
        SELECT of_log, of_module, of_version, sign, hits, misses, is_new::integer FROM fresh
        ON CONFLICT (log, module, version, sign) DO UPDATE SET hits = f.hits + excluded.hits,
                misses = f.misses + excluded.misses, people = f.people + excluded.people;
END $$;

-- A result, whether passed or not, is the latest unless an earlier one came in late.
CREATE FUNCTION add_result(of_log integer, who text, of_module text, completed bigint, of_percent double precision,
        of_version text, of_how text) RETURNS void LANGUAGE sql SET search_path = makesafe, pg_temp AS $$
        INSERT INTO completions AS c (log, person, module, latest_at, latest_percent, latest_version, latest_how)
        VALUES (of_log, who, of_module, completed, of_percent, of_version, of_how)
        ON CONFLICT (person, module) DO UPDATE SET latest_at = excluded.latest_at,
                latest_percent = excluded.latest_percent, latest_version = excluded.latest_version,
                latest_how = excluded.latest_how
        WHERE c.latest_at IS NULL OR c.latest_at <= excluded.latest_at;
$$;

-- Of passes that are valid equally long the better one counts, of equal ones the newer.
CREATE FUNCTION add_pass(of_log integer, who text, of_module text, of_seq bigint, completed bigint,
        of_percent double precision, of_version text, of_how text, until text) RETURNS void LANGUAGE sql
SET search_path = makesafe, pg_temp AS $$
        INSERT INTO completions AS c (log, person, module, valid_until, valid_seq)
        VALUES (of_log, who, of_module, coalesce(until, '9999-12-31'), of_seq)
        ON CONFLICT (person, module) DO UPDATE SET valid_until = excluded.valid_until, valid_seq = excluded.valid_seq
        WHERE c.valid_until IS NULL OR c.valid_until < excluded.valid_until
                OR (c.valid_until = excluded.valid_until AND coalesce(of_percent, -1) >= (SELECT coalesce(p.percent, -1)
                        FROM passes AS p WHERE p.person = who AND p.module = of_module AND p.seq = c.valid_seq));
        INSERT INTO passes (log, person, module, seq, version, completed, valid_until, percent, how)
        VALUES (of_log, who, of_module, of_seq, of_version, completed, coalesce(until, '9999-12-31'), of_percent, of_how);
$$;

CREATE FUNCTION add_import(of_log integer, of_seq bigint, who text, body jsonb) RETURNS void LANGUAGE plpgsql
SET search_path = makesafe, pg_temp AS $$
DECLARE
        kind CONSTANT text := 'completion-imported';
        carried text := string_or_null(body, 'carried');
        of_module text := text_of(kind, body, 'module');
        until text := day_of(kind, body, 'expires');
        percent double precision := CASE WHEN jsonb_typeof(body -> 'percent') = 'number'
                THEN number_of(body, 'percent') END;
        of_version text := coalesce(string_or_null(body, 'version'), '');
        completed bigint;
BEGIN
        PERFORM text_of(kind, body, 'completed');
        completed := (day_of(kind, body, 'completed')::date - date '1970-01-01')::bigint * 86400000000;
        -- A carried pass is no new result: it only goes on being valid.
        IF carried IS NOT NULL THEN
                PERFORM add_pass(of_log, who, of_module, of_seq, completed, percent, of_version,
                        CASE carried WHEN 'attempt' THEN '' ELSE carried END, until);
                RETURN;
        END IF;
        PERFORM add_result(of_log, who, of_module, completed, percent, of_version, 'imported');
        IF body -> 'passed' = 'true' THEN
                PERFORM add_pass(of_log, who, of_module, of_seq, completed, percent, of_version, 'imported', until);
        END IF;
END $$;

-- `attempt` may lack its beginning only behind a cut: its result still counts, its answers no more.
CREATE FUNCTION end_attempt(of_log integer, of_seq bigint, of_at bigint, kind text, who text, of_attempt text,
        body jsonb, a attempts) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        of_module text := coalesce(a.module, string_or_null(body, 'module'));
        of_version text := a.version;
        until text;
BEGIN
        IF a.seq IS NOT NULL THEN
                UPDATE completions SET going_on = going_on - 1 WHERE person = who AND module = of_module;
                UPDATE attempts SET answered = (SELECT count(*) FROM answers AS n WHERE n.log = of_log AND n.start = a.seq)
                WHERE attempt = of_attempt;
        END IF;
        IF kind = 'attempt-abandoned' THEN
                UPDATE attempts SET abandoned = of_at WHERE attempt = of_attempt;
                RETURN;
        END IF;
        until := day_of(kind, body, 'expires');
        IF a.seq IS NOT NULL THEN
                UPDATE attempts SET finished = of_at, score = number_of(body, 'score'), max = number_of(body, 'max'),
                        percent = number_of(body, 'percent'), passed = (body -> 'passed' = 'true')::integer
                WHERE attempt = of_attempt;
                PERFORM count_answers(of_log, who, a.seq, of_module, of_version);
        ELSE
                of_module := text_of(kind, body, 'module');
                of_version := text_of(kind, body, 'version');
        END IF;
        PERFORM add_result(of_log, who, of_module, of_at, number_of(body, 'percent'), of_version, '');
        IF body -> 'passed' = 'true' THEN
                PERFORM add_pass(of_log, who, of_module, of_seq, of_at, number_of(body, 'percent'), of_version, '', until);
        END IF;
END $$;

-- The attempt that an event belongs to, which has to be its person's; all NULL behind a cut.
CREATE FUNCTION find_attempt(of_log integer, kind text, who text, of_attempt text, follows_cut boolean)
RETURNS attempts LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        a attempts;
BEGIN
        SELECT * INTO a FROM attempts WHERE attempts.attempt = of_attempt;
        IF a.seq IS NULL THEN
                IF NOT follows_cut THEN
                        RAISE EXCEPTION 'the record has no such attempt' USING ERRCODE = 'MK003';
                END IF;
        ELSIF a.person <> who AND (who <> '' OR kind IN ('answered', 'attempt-finished', 'attempt-abandoned'))
                OR a.log <> of_log THEN
                RAISE EXCEPTION 'this attempt is another person''s' USING ERRCODE = 'MK004';
        ELSIF kind IN ('answered', 'attempt-finished', 'attempt-abandoned')
                AND (a.finished IS NOT NULL OR a.abandoned IS NOT NULL) THEN
                RAISE EXCEPTION 'this attempt is over already' USING ERRCODE = 'MK002';
        END IF;
        RETURN a;
END $$;

CREATE FUNCTION start_attempt(of_log integer, of_seq bigint, of_at bigint, kind text, who text, of_attempt text,
        body jsonb) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        of_module text := text_of(kind, body, 'module');
BEGIN
        IF of_attempt = '' OR jsonb_typeof(body -> 'plan') IS DISTINCT FROM 'array' THEN
                PERFORM misses_field(kind, 'plan');
        END IF;
        INSERT INTO attempts (log, seq, attempt, person, module, version, digest, language, seed, questions, started)
        VALUES (of_log, of_seq, of_attempt, who, of_module, text_of(kind, body, 'version'),
                text_of(kind, body, 'digest'), text_of(kind, body, 'language'), whole_of(body, 'seed'),
                jsonb_array_length(body -> 'plan'), of_at);
        INSERT INTO completions AS c (log, person, module, attempts, going_on) VALUES (of_log, who, of_module, 1, 1)
        ON CONFLICT (person, module) DO UPDATE SET attempts = c.attempts + 1, going_on = c.going_on + 1;
END $$;

CREATE FUNCTION add_answer(of_log integer, of_seq bigint, start bigint, kind text, body jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
BEGIN
        INSERT INTO answers (log, start, question, seq) VALUES (of_log, start, text_of(kind, body, 'question'), of_seq)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
                RAISE EXCEPTION 'this question was answered already' USING ERRCODE = 'MK001';
        END IF;
END $$;

CREATE FUNCTION project(of_log integer, of_seq bigint, of_at bigint, kind text, who text, of_attempt text, body jsonb,
        follows_cut boolean) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        a attempts;
        of_module text;
BEGIN
        IF of_attempt <> '' AND kind <> 'attempt-started' OR kind IN ('answered', 'attempt-finished', 'attempt-abandoned')
        THEN
                a := find_attempt(of_log, kind, who, of_attempt, follows_cut AND of_attempt <> '');
        END IF;
        CASE kind
        WHEN 'staff-joined' THEN
                UPDATE people SET left_at = NULL WHERE person = who;
        WHEN 'staff-left' THEN
                UPDATE people SET left_at = of_at WHERE person = who;
        WHEN 'staff-forgotten' THEN
                UPDATE people SET staff_id = NULL, name = '', site = '', forgotten_at = of_at WHERE person = who;
        WHEN 'assigned' THEN
                of_module := text_of(kind, body, 'module');
                INSERT INTO due (log, person, module, due, assigned_at)
                VALUES (of_log, who, of_module, day_of(kind, body, 'due'), of_at)
                ON CONFLICT (person, module) DO UPDATE SET due = excluded.due, assigned_at = excluded.assigned_at;
                INSERT INTO completions (log, person, module) VALUES (of_log, who, of_module) ON CONFLICT DO NOTHING;
        WHEN 'attempt-started' THEN
                PERFORM start_attempt(of_log, of_seq, of_at, kind, who, of_attempt, body);
        WHEN 'answered' THEN
                IF a.seq IS NOT NULL THEN
                        PERFORM add_answer(of_log, of_seq, a.seq, kind, body);
                END IF;
        WHEN 'attempt-finished', 'attempt-abandoned' THEN
                PERFORM end_attempt(of_log, of_seq, of_at, kind, who, of_attempt, body, a);
        WHEN 'completion-imported' THEN
                PERFORM add_import(of_log, of_seq, who, body);
        WHEN 'completion-waived' THEN
                PERFORM add_pass(of_log, who, text_of(kind, body, 'module'), of_seq, of_at, NULL, '', 'waived',
                        day_of(kind, body, 'expires'));
        ELSE
        END CASE;
END $$;

-- Whether a text holds a part, which is folded already.
CREATE FUNCTION holds(whole text, part text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT strpos(lower(whole COLLATE "und-x-icu"), part) > 0;
$$;
