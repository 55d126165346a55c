-- What was sent to learning record stores, so that nothing is sent twice. This follows from no event: it is
-- what others have said.

CREATE TABLE outbox_endpoints (
        endpoint INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE
) STRICT;

-- A statement that is not here has not been accepted yet.
CREATE TABLE outbox (
        endpoint INTEGER NOT NULL REFERENCES outbox_endpoints,
        statement BLOB NOT NULL, -- its UUID, 16 bytes
        at INTEGER NOT NULL,     -- UTC microseconds
        refused TEXT,            -- why it was; NULL: it was accepted
        PRIMARY KEY (endpoint, statement)
) STRICT, WITHOUT ROWID;
