-- SPDX-License-Identifier: Apache-2.0
-- Schema of ledger.db, format 1. The record table is the truth. head, subtree, thing, touch and
-- command say again what the records say, so that nobody has to search them; decisions are made by
-- them. SqliteStore::check_derived() compares them, and an export that is restored has new ones.
CREATE TABLE node (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  format INTEGER NOT NULL,
  node TEXT NOT NULL,
  origin TEXT NOT NULL,
  vkey TEXT NOT NULL
) STRICT;

CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER record_is_never_updated BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never updated'); END;
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
-- INSERT OR REPLACE does not fire the two above (SQLite 3.40): this one stops it.
CREATE TRIGGER record_is_never_replaced BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a record is never replaced'); END;

CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  time_ms INTEGER NOT NULL,
  clock_n INTEGER NOT NULL,
  things INTEGER NOT NULL,
  checkpoint TEXT NOT NULL
) STRICT;

-- Roots of complete subtrees of 256^level leaves: what tiles above level 0 hold.
CREATE TABLE subtree (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
-- What follows from records stays as they do. REPLACE fires the triggers of DELETE where triggers
-- are recursive, as on every connection of ours.
CREATE TRIGGER subtree_is_never_updated BEFORE UPDATE ON subtree
BEGIN SELECT RAISE(ABORT, 'a subtree is never updated'); END;
CREATE TRIGGER subtree_is_never_deleted BEFORE DELETE ON subtree
BEGIN SELECT RAISE(ABORT, 'a subtree is never deleted'); END;

CREATE TABLE thing (
  key TEXT PRIMARY KEY,
  num INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER thing_is_never_updated BEFORE UPDATE ON thing
BEGIN SELECT RAISE(ABORT, 'a thing is never updated'); END;
CREATE TRIGGER thing_is_never_deleted BEFORE DELETE ON thing
BEGIN SELECT RAISE(ABORT, 'a thing is never deleted'); END;

-- Which record touches which thing; changes is 1 or 0 (mentions).
CREATE TABLE touch (
  thing INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (thing, changes, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER touch_is_never_updated BEFORE UPDATE ON touch
BEGIN SELECT RAISE(ABORT, 'a touch is never updated'); END;
CREATE TRIGGER touch_is_never_deleted BEFORE DELETE ON touch
BEGIN SELECT RAISE(ABORT, 'a touch is never deleted'); END;

CREATE TABLE command (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
-- Only the newest record may join its command, as when restore puts them back one by one.
CREATE TRIGGER command_is_never_updated BEFORE UPDATE ON command
WHEN NEW.account IS NOT OLD.account OR NEW.key IS NOT OLD.key OR NEW.first IS NOT OLD.first
  OR NEW.body IS NOT OLD.body OR NEW.count IS NOT OLD.count + 1
  OR NEW.first + OLD.count IS NOT (SELECT max(seq) FROM record)
BEGIN SELECT RAISE(ABORT, 'a command is never updated'); END;
CREATE TRIGGER command_is_never_deleted BEFORE DELETE ON command
BEGIN SELECT RAISE(ABORT, 'a command is never deleted'); END;
