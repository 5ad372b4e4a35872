-- SPDX-License-Identifier: Apache-2.0
-- Who has which identifier, by keyed digests: the database has no key to them.
CREATE TABLE blind_index (
  tag bytea NOT NULL,
  owner text COLLATE "C" NOT NULL,
  PRIMARY KEY (tag, owner)
);

CREATE INDEX blind_index_owner ON blind_index (owner);
