-- The first schema. Every table but `events` and `people` can be made again from the events.

CREATE TABLE people (
        person TEXT NOT NULL PRIMARY KEY, -- pseudonym
        staff_id TEXT UNIQUE,             -- NULL once forgotten
        name TEXT NOT NULL,
        site TEXT NOT NULL,
        left_at INTEGER,
        forgotten_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX people_by_site ON people (site, staff_id);

CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL, -- UTC microseconds
        kind TEXT NOT NULL,
        person TEXT NOT NULL,
        attempt TEXT NOT NULL,
        body TEXT NOT NULL,
        hash BLOB NOT NULL
) STRICT;

CREATE INDEX events_of_attempt ON events (attempt) WHERE attempt <> '' AND kind <> 'answered';

CREATE INDEX events_of_person ON events (person) WHERE person <> '' AND attempt = '';

CREATE INDEX events_of_record ON events (kind)
WHERE kind = 'report-made' OR kind = 'key-created' OR kind = 'checkpoint';

CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN
        SELECT RAISE(ABORT, 'events are never deleted');
END;

CREATE TRIGGER events_keep BEFORE UPDATE ON events
BEGIN
        SELECT RAISE(ABORT, 'events are never changed');
END;

-- Otherwise INSERT OR REPLACE would get past the two above.
CREATE TRIGGER events_follow BEFORE INSERT ON events
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
BEGIN
        SELECT RAISE(ABORT, 'events are numbered one by one');
END;

CREATE TABLE attempts (
        seq INTEGER PRIMARY KEY, -- of the event that started it
        attempt TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL REFERENCES people,
        module TEXT NOT NULL,
        version TEXT NOT NULL,
        digest TEXT NOT NULL,
        language TEXT NOT NULL,
        seed INTEGER NOT NULL,
        questions INTEGER NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0, -- kept once the attempt is over; counted until then
        started INTEGER NOT NULL,
        finished INTEGER,
        abandoned INTEGER,
        score REAL,
        max REAL,
        percent REAL,
        passed INTEGER
) STRICT;

CREATE INDEX attempts_of_person ON attempts (person, module);

CREATE INDEX attempts_of_module ON attempts (module);

-- No question of an attempt is answered twice, whoever asks it; also how an attempt's answers are found.
CREATE TABLE answers (
        start INTEGER NOT NULL REFERENCES attempts, -- the attempt's own `seq`
        question TEXT NOT NULL,
        seq INTEGER NOT NULL, -- of the answer
        PRIMARY KEY (start, question)
) STRICT, WITHOUT ROWID;

-- Every pass, whether from an attempt, an earlier system or a waiver.
CREATE TABLE passes (
        person TEXT NOT NULL REFERENCES people,
        module TEXT NOT NULL,
        seq INTEGER NOT NULL,
        version TEXT NOT NULL,
        completed INTEGER NOT NULL,
        valid_until TEXT NOT NULL, -- '9999-12-31' for ever
        percent REAL,
        how TEXT NOT NULL,         -- '', 'imported', 'waived'
        PRIMARY KEY (person, module, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE completions (
        person TEXT NOT NULL REFERENCES people,
        module TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        going_on INTEGER NOT NULL DEFAULT 0, -- attempts neither finished nor abandoned
        latest_at INTEGER,
        latest_percent REAL,
        latest_version TEXT,
        latest_how TEXT,
        valid_until TEXT,  -- of the pass that is valid longest
        valid_seq INTEGER, -- which it is, in `passes`
        PRIMARY KEY (person, module)
) STRICT, WITHOUT ROWID;

CREATE INDEX completions_of_module ON completions (module);

CREATE TABLE due (
        person TEXT NOT NULL REFERENCES people,
        module TEXT NOT NULL,
        due TEXT, -- NULL: assigned without a day
        assigned_at INTEGER NOT NULL,
        PRIMARY KEY (person, module)
) STRICT, WITHOUT ROWID;

-- Over finished attempts: an answer is counted when its attempt ends, so that it stores little itself and the
-- figures are about quizzes taken whole. Scores are fractions of their maximum.
CREATE TABLE question_figures (
        module TEXT NOT NULL,
        version TEXT NOT NULL,
        question TEXT NOT NULL,
        n INTEGER NOT NULL,
        sum REAL NOT NULL,
        sum_squares REAL NOT NULL,
        hits INTEGER NOT NULL,
        misses INTEGER NOT NULL,
        false_alarms INTEGER NOT NULL,
        correct_rejections INTEGER NOT NULL,
        PRIMARY KEY (module, version, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE option_figures (
        module TEXT NOT NULL,
        version TEXT NOT NULL,
        question TEXT NOT NULL,
        option TEXT NOT NULL,
        chosen INTEGER NOT NULL,
        PRIMARY KEY (module, version, question, option)
) STRICT, WITHOUT ROWID;
