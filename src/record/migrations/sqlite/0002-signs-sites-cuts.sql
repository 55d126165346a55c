-- What became of each sign over finished attempts, and by whom: figures are shown only where enough people stand
-- behind them.
CREATE TABLE sign_people (
        person TEXT NOT NULL REFERENCES people,
        module TEXT NOT NULL,
        version TEXT NOT NULL,
        sign TEXT NOT NULL,
        hits INTEGER NOT NULL,
        misses INTEGER NOT NULL,
        PRIMARY KEY (person, module, version, sign)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_figures (
        module TEXT NOT NULL,
        version TEXT NOT NULL,
        sign TEXT NOT NULL,
        hits INTEGER NOT NULL,
        misses INTEGER NOT NULL,
        people INTEGER NOT NULL, -- rows of `sign_people` behind it
        PRIMARY KEY (module, version, sign)
) STRICT, WITHOUT ROWID;

INSERT INTO sign_people (person, module, version, sign, hits, misses)
SELECT person, module, version, sign, sum(hit), sum(1 - hit) FROM (
        SELECT a.person, a.module, a.version, s.value AS sign, 1 AS hit
        FROM attempts AS a CROSS JOIN answers AS n ON n.start = a.seq CROSS JOIN events AS e ON e.seq = n.seq
        CROSS JOIN json_each(e.body, '$.hits') AS s
        WHERE a.finished IS NOT NULL AND json_type(e.body, '$.hits') = 'array' AND s.type = 'text'
        UNION ALL
        SELECT a.person, a.module, a.version, s.value, 0
        FROM attempts AS a CROSS JOIN answers AS n ON n.start = a.seq CROSS JOIN events AS e ON e.seq = n.seq
        CROSS JOIN json_each(e.body, '$.misses') AS s
        WHERE a.finished IS NOT NULL AND json_type(e.body, '$.misses') = 'array' AND s.type = 'text'
) GROUP BY person, module, version, sign;

INSERT INTO sign_figures (module, version, sign, hits, misses, people)
SELECT module, version, sign, sum(hits), sum(misses), count(*) FROM sign_people GROUP BY module, version, sign;

-- A person may belong to several sites ("Newport;Cwmbran"); these rows follow `people.site` by themselves.
-- Quoted by hand: a trigger may not call SQLite's own JSON functions.
CREATE TABLE person_sites (
        site TEXT NOT NULL,
        person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
        PRIMARY KEY (site, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX sites_of_person ON person_sites (person);

CREATE TRIGGER sites_added AFTER INSERT ON people WHEN NEW.site <> ''
BEGIN
        INSERT OR IGNORE INTO person_sites (site, person)
        SELECT trim(value), NEW.person FROM json_each('["' || replace(replace(replace(NEW.site, '\', '\\'), '"', '\"'), ';', '","') || '"]')
        WHERE trim(value) <> '';
END;

CREATE TRIGGER sites_changed AFTER UPDATE OF site ON people WHEN OLD.site IS NOT NEW.site
BEGIN
        DELETE FROM person_sites WHERE person = NEW.person;
        INSERT OR IGNORE INTO person_sites (site, person)
        SELECT trim(value), NEW.person FROM json_each('["' || replace(replace(replace(NEW.site, '\', '\\'), '"', '\"'), ';', '","') || '"]')
        WHERE trim(value) <> '';
END;

INSERT OR IGNORE INTO person_sites (site, person)
SELECT trim(value), person FROM people, json_each('["' || replace(replace(replace(site, '\', '\\'), '"', '\"'), ';', '","') || '"]')
WHERE trim(value) <> '';

DROP INDEX people_by_site;

-- Where the beginning of the log was let go of after its time: the chain is reckoned from here. The event
-- `record-pruned` that follows says the same, so that this table alone cannot hide anything.
CREATE TABLE cuts (
        seq INTEGER PRIMARY KEY, -- of the last event removed
        at INTEGER NOT NULL,     -- when that happened
        hash BLOB NOT NULL,
        keys TEXT NOT NULL,      -- JSON: the public keys that the events removed had named
        made INTEGER NOT NULL,   -- when it was removed
        key TEXT,                -- the key that signed this, where the site has one
        signature TEXT
) STRICT;

DROP TRIGGER events_stay;

CREATE TRIGGER events_stay BEFORE DELETE ON events WHEN OLD.seq > (SELECT coalesce(max(seq), 0) FROM cuts)
BEGIN
        SELECT RAISE(ABORT, 'events are never deleted');
END;

DROP TRIGGER events_follow;

CREATE TRIGGER events_follow BEFORE INSERT ON events
WHEN NEW.seq <> (SELECT coalesce(max(seq), (SELECT max(seq) FROM cuts), 0) + 1 FROM events)
BEGIN
        SELECT RAISE(ABORT, 'events are numbered one by one');
END;
