-- Attachments of a document (附件): a list of where each can be read.

ALTER TABLE policy_document ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
