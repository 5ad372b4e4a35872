-- SPDX-License-Identifier: Apache-2.0
-- Schema of ledger.db, format 1. The record table is the truth; head, subtree, thing, touch and
-- command can be made anew from it.
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

CREATE TABLE thing (
  key TEXT PRIMARY KEY,
  num INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which record touches which thing; changes is 1 or 0 (mentions).
CREATE TABLE touch (
  thing INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (thing, changes, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE command (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
