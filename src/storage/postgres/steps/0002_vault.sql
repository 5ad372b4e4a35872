-- SPDX-License-Identifier: Apache-2.0
-- Names and texts, encrypted: the database has no key to any of them.
CREATE TABLE data_key (
  key_id text COLLATE "C" PRIMARY KEY,
  owner text COLLATE "C" NOT NULL,
  class text COLLATE "C" NOT NULL,
  wrapped bytea NOT NULL,
  UNIQUE (owner, class)
);

CREATE TABLE sealed (
  name bytea PRIMARY KEY,
  ciphertext bytea NOT NULL
);
