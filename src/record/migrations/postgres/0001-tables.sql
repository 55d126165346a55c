-- The tables of SQLite's record, with one thing added: `log`. Each site has a log of its own, numbered and chained
-- for itself, so that sites do not wait for one another; a person's events all stand in one log. Text is compared
-- byte by byte, as SQLite does.

CREATE SCHEMA makesafe;
REVOKE ALL ON SCHEMA makesafe FROM PUBLIC;
SET LOCAL search_path = makesafe, pg_temp;

CREATE TABLE about (
        version integer NOT NULL -- of these tables
);
INSERT INTO about (version) VALUES (0);

-- The row is locked by whoever appends. What it says can be read from the events as well.
CREATE TABLE logs (
        log integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        site text COLLATE "C" NOT NULL UNIQUE, -- '' for people without a site, and for what is about nobody
        seq bigint NOT NULL DEFAULT 0,         -- of the last event
        at bigint NOT NULL DEFAULT 0,
        hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);
INSERT INTO logs (site) VALUES ('');

CREATE TABLE people (
        person text COLLATE "C" PRIMARY KEY, -- pseudonym
        staff_id text COLLATE "C" UNIQUE,    -- also the name of the person's login; NULL once forgotten
        name text COLLATE "C" NOT NULL,
        site text COLLATE "C" NOT NULL,      -- several are separated by ;
        left_at bigint,
        forgotten_at bigint,
        log integer NOT NULL REFERENCES logs -- the site that the person joined at
);
CREATE INDEX people_of_log ON people (log);

CREATE TABLE person_sites (
        site text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL REFERENCES people ON DELETE CASCADE,
        PRIMARY KEY (site, person)
);
CREATE INDEX sites_of_person ON person_sites (person);

CREATE TABLE events (
        log integer NOT NULL REFERENCES logs,
        seq bigint NOT NULL,
        at bigint NOT NULL, -- UTC microseconds
        kind text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL,
        attempt text COLLATE "C" NOT NULL,
        body text COLLATE "C" NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (log, seq)
) PARTITION BY HASH (log);
CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 0);
CREATE TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 1);
CREATE TABLE events_2 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 2);
CREATE TABLE events_3 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 3);
CREATE TABLE events_4 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 4);
CREATE TABLE events_5 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 5);
CREATE TABLE events_6 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 6);
CREATE TABLE events_7 PARTITION OF events FOR VALUES WITH (MODULUS 8, REMAINDER 7);
CREATE INDEX events_of_attempt ON events (attempt) WHERE attempt <> '';
CREATE INDEX events_of_person ON events (person) WHERE person <> '';
CREATE INDEX events_of_record ON events (log, kind) WHERE person = '';

CREATE TABLE attempts (
        log integer NOT NULL REFERENCES logs,
        seq bigint NOT NULL, -- of the event that started it
        attempt text COLLATE "C" NOT NULL UNIQUE,
        person text COLLATE "C" NOT NULL REFERENCES people,
        module text COLLATE "C" NOT NULL,
        version text COLLATE "C" NOT NULL,
        digest text COLLATE "C" NOT NULL,
        language text COLLATE "C" NOT NULL,
        seed bigint NOT NULL,
        questions bigint NOT NULL,
        answered bigint NOT NULL DEFAULT 0, -- kept once the attempt is over; counted until then
        started bigint NOT NULL,
        finished bigint,
        abandoned bigint,
        score double precision,
        max double precision,
        percent double precision,
        passed bigint,
        PRIMARY KEY (log, seq)
);
CREATE INDEX attempts_of_person ON attempts (person, module);
CREATE INDEX attempts_of_module ON attempts (module);

CREATE TABLE answers (
        log integer NOT NULL,
        start bigint NOT NULL, -- the attempt's own `seq`
        question text COLLATE "C" NOT NULL,
        seq bigint NOT NULL,   -- of the answer
        PRIMARY KEY (log, start, question),
        FOREIGN KEY (log, start) REFERENCES attempts
);

CREATE TABLE passes (
        log integer NOT NULL,
        person text COLLATE "C" NOT NULL REFERENCES people,
        module text COLLATE "C" NOT NULL,
        seq bigint NOT NULL,
        version text COLLATE "C" NOT NULL,
        completed bigint NOT NULL,
        valid_until text COLLATE "C" NOT NULL, -- '9999-12-31' for ever
        percent double precision,
        how text COLLATE "C" NOT NULL,         -- '', 'imported', 'waived'
        PRIMARY KEY (person, module, seq)
);
CREATE INDEX passes_of_log ON passes (log);

CREATE TABLE completions (
        log integer NOT NULL,
        person text COLLATE "C" NOT NULL REFERENCES people,
        module text COLLATE "C" NOT NULL,
        attempts bigint NOT NULL DEFAULT 0,
        going_on bigint NOT NULL DEFAULT 0, -- attempts neither finished nor abandoned
        latest_at bigint,
        latest_percent double precision,
        latest_version text COLLATE "C",
        latest_how text COLLATE "C",
        valid_until text COLLATE "C", -- of the pass that is valid longest
        valid_seq bigint,             -- which it is, in `passes`
        PRIMARY KEY (person, module)
);
CREATE INDEX completions_of_module ON completions (module);
CREATE INDEX completions_of_log ON completions (log);

CREATE TABLE due (
        log integer NOT NULL,
        person text COLLATE "C" NOT NULL REFERENCES people,
        module text COLLATE "C" NOT NULL,
        due text COLLATE "C", -- NULL: assigned without a day
        assigned_at bigint NOT NULL,
        PRIMARY KEY (person, module)
);
CREATE INDEX due_of_log ON due (log);

-- Figures are kept by log as well: the rows of one would be waited for by all.
CREATE TABLE question_figures (
        log integer NOT NULL REFERENCES logs,
        module text COLLATE "C" NOT NULL,
        version text COLLATE "C" NOT NULL,
        question text COLLATE "C" NOT NULL,
        n bigint NOT NULL,
        sum double precision NOT NULL,
        sum_squares double precision NOT NULL,
        hits bigint NOT NULL,
        misses bigint NOT NULL,
        false_alarms bigint NOT NULL,
        correct_rejections bigint NOT NULL,
        PRIMARY KEY (log, module, version, question)
);

CREATE TABLE option_figures (
        log integer NOT NULL REFERENCES logs,
        module text COLLATE "C" NOT NULL,
        version text COLLATE "C" NOT NULL,
        question text COLLATE "C" NOT NULL,
        option text COLLATE "C" NOT NULL,
        chosen bigint NOT NULL,
        PRIMARY KEY (log, module, version, question, option)
);

CREATE TABLE sign_people (
        log integer NOT NULL,
        person text COLLATE "C" NOT NULL REFERENCES people,
        module text COLLATE "C" NOT NULL,
        version text COLLATE "C" NOT NULL,
        sign text COLLATE "C" NOT NULL,
        hits bigint NOT NULL,
        misses bigint NOT NULL,
        PRIMARY KEY (person, module, version, sign)
);
CREATE INDEX sign_people_of_log ON sign_people (log);

CREATE TABLE sign_figures (
        log integer NOT NULL REFERENCES logs,
        module text COLLATE "C" NOT NULL,
        version text COLLATE "C" NOT NULL,
        sign text COLLATE "C" NOT NULL,
        hits bigint NOT NULL,
        misses bigint NOT NULL,
        people bigint NOT NULL, -- rows of `sign_people` behind it
        PRIMARY KEY (log, module, version, sign)
);

-- Where the beginning of a log was let go of: see the table of that name in SQLite's record.
CREATE TABLE cuts (
        log integer PRIMARY KEY REFERENCES logs,
        seq bigint NOT NULL,
        at bigint NOT NULL,
        hash bytea NOT NULL,
        keys text COLLATE "C" NOT NULL,
        made bigint NOT NULL,
        key text COLLATE "C",
        signature text COLLATE "C"
);

CREATE TABLE outbox (
        url text COLLATE "C" NOT NULL,
        statement bytea NOT NULL, -- its UUID
        at bigint NOT NULL,
        refused text COLLATE "C", -- why it was; NULL: it was accepted
        PRIMARY KEY (url, statement)
);

CREATE TABLE pins (
        person text COLLATE "C" PRIMARY KEY REFERENCES people ON DELETE CASCADE,
        hash text COLLATE "C" NOT NULL,
        supervisor bigint NOT NULL,
        failures bigint NOT NULL,
        failed_at bigint NOT NULL
);

-- What was stored for whom under which key, for a day: whoever lost the connection before the answer came asks
-- again with the same key, and nothing is stored twice.
CREATE TABLE requests (
        key text COLLATE "C" PRIMARY KEY,
        login text COLLATE "C" NOT NULL,
        log integer NOT NULL,
        seqs bigint[] NOT NULL,
        at bigint NOT NULL
);
CREATE INDEX requests_of_login ON requests (login, at);

-- Which sites a supervisor sees, one row each. Only whoever made the record writes here.
CREATE TABLE supervisors (
        login text COLLATE "C" NOT NULL,
        site text COLLATE "C" NOT NULL,
        PRIMARY KEY (login, site)
);

CREATE FUNCTION guard_events() RETURNS trigger LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
BEGIN
        IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT c.seq FROM cuts AS c WHERE c.log = OLD.log) THEN
                RETURN OLD;
        END IF;
        RAISE EXCEPTION 'events are never changed or deleted' USING ERRCODE = 'MK000';
END $$;

CREATE TRIGGER events_stay BEFORE DELETE OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION guard_events();
CREATE TRIGGER events_not_emptied BEFORE TRUNCATE ON events EXECUTE FUNCTION guard_events();

CREATE FUNCTION follow_site() RETURNS trigger LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
BEGIN
        DELETE FROM person_sites WHERE person = NEW.person;
        INSERT INTO person_sites (site, person)
        SELECT DISTINCT btrim(one), NEW.person FROM unnest(string_to_array(NEW.site, ';')) AS one
        WHERE btrim(one) <> '';
        IF NEW.staff_id IS NULL THEN
                DELETE FROM pins WHERE person = NEW.person;
        END IF;
        RETURN NULL;
END $$;

CREATE TRIGGER people_follow AFTER INSERT OR UPDATE OF site, staff_id ON people
FOR EACH ROW EXECUTE FUNCTION follow_site();
