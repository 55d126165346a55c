-- Who may sign in on a shared machine. Follows from no event, and is in none: a PIN is nobody's history.
CREATE TABLE pins (
        person TEXT NOT NULL PRIMARY KEY REFERENCES people ON DELETE CASCADE,
        hash TEXT NOT NULL,          -- Argon2id, with its salt and costs
        supervisor INTEGER NOT NULL,
        failures INTEGER NOT NULL,   -- tries since the last right one
        failed_at INTEGER NOT NULL   -- UTC microseconds of the last of them
) STRICT, WITHOUT ROWID;

CREATE TRIGGER pins_forgotten AFTER UPDATE OF staff_id ON people WHEN NEW.staff_id IS NULL
BEGIN
        DELETE FROM pins WHERE person = NEW.person;
END;
