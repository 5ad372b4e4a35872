-- SPDX-License-Identifier: Apache-2.0
-- Under which site key, and how, each data key is wrapped. A key without its id is of before site
-- keys had ids, and was wrapped by the one that there was. A key that was destroyed is empty.
ALTER TABLE data_key ADD COLUMN site_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE data_key ADD COLUMN suite text COLLATE "C" NOT NULL DEFAULT 'xchacha20poly1305/1';
