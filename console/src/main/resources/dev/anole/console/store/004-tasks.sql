-- The agent's tasks as this console has seen them, so that they can be read while the agent is away and after it has
-- forgotten them. "body" is the summary in the agent's own form; the other columns are there to search by.
CREATE TABLE tasks (
  id        TEXT PRIMARY KEY,
  seq       BIGINT NOT NULL,
  operation TEXT NOT NULL,
  actor     TEXT NOT NULL,
  state     TEXT NOT NULL,
  started   BIGINT NOT NULL,
  ended     BIGINT,
  body      TEXT NOT NULL
);

CREATE INDEX tasks_by_seq ON tasks (seq);

CREATE INDEX tasks_by_state ON tasks (state);
