-- What a task did and the door that it came through, so that plain reads can be told from what a person looks for.
ALTER TABLE tasks ADD COLUMN effect TEXT NOT NULL DEFAULT '';

ALTER TABLE tasks ADD COLUMN door TEXT NOT NULL DEFAULT '';

UPDATE tasks SET effect = 'READS' WHERE body LIKE '%"effect":"READS"%';

UPDATE tasks SET door = 'CONSOLE' WHERE body LIKE '%"door":"CONSOLE"%';
