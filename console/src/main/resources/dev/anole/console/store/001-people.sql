-- Who may come in. The statements of a migration are separated by empty lines; types are those that SQLite and
-- PostgreSQL read in the same way: TEXT, and BIGINT for milliseconds since 1970 in UTC.
CREATE TABLE people (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  role     TEXT NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
  created  BIGINT NOT NULL,
  disabled BIGINT
);

-- A login link or a token is kept as the SHA-256 of its text: whoever reads the store cannot come in with it.
CREATE TABLE login_links (
  hash    TEXT PRIMARY KEY,
  person  TEXT NOT NULL REFERENCES people (id),
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL
);

CREATE TABLE sessions (
  hash    TEXT PRIMARY KEY,
  person  TEXT NOT NULL REFERENCES people (id),
  browser TEXT NOT NULL,
  created BIGINT NOT NULL,
  seen    BIGINT NOT NULL,
  expires BIGINT NOT NULL
);

CREATE INDEX sessions_by_person ON sessions (person);

CREATE TABLE api_tokens (
  id      TEXT PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  person  TEXT NOT NULL REFERENCES people (id),
  name    TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used    BIGINT
);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
