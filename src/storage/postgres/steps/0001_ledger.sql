-- SPDX-License-Identifier: Apache-2.0
-- The ledger. record is the truth; head, subtree, thing, touch and command say again what the
-- records say, so that nobody has to search them. Everything is found by its primary key, and no
-- correctness rests on a trigger, a sequence or an advisory lock: only on the row of head, which a
-- writer locks first and replaces last.
CREATE TABLE node (
  one smallint PRIMARY KEY CHECK (one = 1),
  node text NOT NULL,
  origin text NOT NULL,
  vkey text NOT NULL,
  -- 0 while it is being made or restored: what it holds is not the whole log.
  made bigint NOT NULL DEFAULT 0
);

CREATE TABLE record (
  seq bigint PRIMARY KEY,
  leaf bytea NOT NULL,
  bytes bytea NOT NULL
);

-- epoch: moves with every commit, also with one that only proves that an earlier one is durable.
CREATE TABLE head (
  one smallint PRIMARY KEY CHECK (one = 1),
  epoch bigint NOT NULL,
  size bigint NOT NULL,
  frontier bytea NOT NULL,
  time_ms bigint NOT NULL,
  clock_n bigint NOT NULL,
  things bigint NOT NULL,
  checkpoint text NOT NULL
) WITH (fillfactor = 10);

-- Roots of complete subtrees of 256^level leaves: what tiles above level 0 hold.
CREATE TABLE subtree (
  level bigint NOT NULL,
  idx bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, idx)
);

CREATE TABLE thing (
  key text COLLATE "C" PRIMARY KEY,
  num bigint NOT NULL
);

-- Which record touches which thing; changes is 1 or 0 (mentions).
CREATE TABLE touch (
  thing bigint NOT NULL,
  changes bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (thing, changes, seq)
);

CREATE TABLE command (
  account text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  first bigint NOT NULL,
  count bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (account, key)
);

-- Whoever is at the database's console is told no as well. Nothing above relies on it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is recorded is never changed or deleted';
END $$;
CREATE TRIGGER record_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER subtree_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON subtree
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER thing_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON thing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER touch_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON touch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER command_is_for_ever BEFORE DELETE OR TRUNCATE ON command
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
