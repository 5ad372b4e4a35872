-- SPDX-License-Identifier: Apache-2.0
-- Bytes of documents, encrypted: the database has no key to any of them.
CREATE TABLE document_bytes (
  name bytea PRIMARY KEY,
  kept_at bigint NOT NULL,
  sealed bytea NOT NULL
);
