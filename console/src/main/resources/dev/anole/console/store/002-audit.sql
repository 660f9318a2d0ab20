-- What was done, by whom. Each row carries the hash of its content and of the row before; see AuditLog.
CREATE TABLE audit (
  seq      BIGINT PRIMARY KEY,
  at       BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  actor    TEXT NOT NULL,
  door     TEXT NOT NULL,
  remote   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  detail   TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL UNIQUE
);

-- The last row as it was written, kept apart: a chain that was cut at its end is as whole as one that was not.
CREATE TABLE audit_head (
  id   BIGINT PRIMARY KEY CHECK (id = 1),
  seq  BIGINT NOT NULL,
  hash TEXT NOT NULL
);
