-- SPDX-License-Identifier: Apache-2.0
-- When each person signed in last, and when before that: they are told what was added to their ways in since.
CREATE TABLE signed_in (
  person text PRIMARY KEY,
  last_ms bigint NOT NULL,
  before_ms bigint
);
