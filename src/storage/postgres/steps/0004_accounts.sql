-- SPDX-License-Identifier: Apache-2.0
-- How people prove who they are, and who has done so. The database has no key to any secret, and
-- what counts of it says the log.
CREATE TABLE login (
  digest text COLLATE "C" PRIMARY KEY,
  person text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE credential (
  id text COLLATE "C" PRIMARY KEY,
  person text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  sealed bytea NOT NULL,
  lookup text COLLATE "C" UNIQUE,
  made_ms bigint NOT NULL,
  used_step bigint NOT NULL
);
CREATE INDEX credential_of_person ON credential (person);

CREATE TABLE session (
  digest text COLLATE "C" PRIMARY KEY,
  person text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  methods text NOT NULL,
  credentials text NOT NULL,
  authenticated_ms bigint NOT NULL,
  seen_ms bigint NOT NULL,
  ends_ms bigint NOT NULL,
  idle_s bigint NOT NULL,
  locked bigint NOT NULL
);
CREATE INDEX session_of_person ON session (person);

CREATE TABLE attempt (
  whose text COLLATE "C" PRIMARY KEY,
  count bigint NOT NULL,
  last_ms bigint NOT NULL,
  until_ms bigint NOT NULL
);

CREATE TABLE set_up_link (
  digest text COLLATE "C" PRIMARY KEY,
  person text COLLATE "C" NOT NULL,
  recovery text NOT NULL,
  ends_ms bigint NOT NULL
);
