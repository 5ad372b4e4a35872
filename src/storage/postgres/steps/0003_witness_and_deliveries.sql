-- SPDX-License-Identifier: Apache-2.0
-- What the node remembers as a witness of other logs, and what webhooks were told.
CREATE TABLE witness (
  one smallint PRIMARY KEY CHECK (one = 1),
  epoch text NOT NULL
);

CREATE TABLE witnessed (
  origin text COLLATE "C" PRIMARY KEY,
  size bigint NOT NULL,
  root bytea NOT NULL
);

CREATE TABLE cosigned (
  one smallint PRIMARY KEY CHECK (one = 1),
  size bigint NOT NULL,
  note text NOT NULL
);

CREATE TABLE delivery_position (
  webhook text COLLATE "C" PRIMARY KEY,
  seq bigint NOT NULL
);

CREATE TABLE delivery (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  fact text NOT NULL,
  attempt bigint NOT NULL,
  at_ms bigint NOT NULL,
  took_ms bigint NOT NULL,
  outcome bigint NOT NULL,
  status bigint NOT NULL
);
CREATE INDEX delivery_of_webhook ON delivery (webhook, number);
-- An attempt that is told twice is kept once.
CREATE UNIQUE INDEX delivery_once ON delivery (webhook, seq, attempt, at_ms);

-- Which server does what only one of them does at a time, and until when by the database's clock.
CREATE TABLE duty (
  name text COLLATE "C" PRIMARY KEY,
  server text NOT NULL,
  until timestamptz NOT NULL
);
