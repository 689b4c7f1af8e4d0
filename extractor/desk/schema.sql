-- members: of an archive, how many files it has; NULL for a report
-- member, archive: of a file that came in one, the path in it and the upload that it was
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  suffix TEXT NOT NULL,
  size INTEGER NOT NULL,
  profile TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  stage TEXT NOT NULL DEFAULT '',
  error_code TEXT,
  error_message TEXT,
  created TEXT NOT NULL,
  finished TEXT,
  member TEXT,
  archive TEXT,
  members INTEGER
);
CREATE INDEX IF NOT EXISTS uploads_created ON uploads (created);

CREATE TABLE IF NOT EXISTS reports (
  upload TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  title TEXT NOT NULL,
  document TEXT NOT NULL,
  part INTEGER NOT NULL,
  findings TEXT NOT NULL, -- [[code, fingerprint, severity], …]
  text TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (upload, ordinal)
);

-- a part of 0: the file holds one report
CREATE TABLE IF NOT EXISTS decisions (
  document TEXT NOT NULL,
  part INTEGER NOT NULL,
  code TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('accepted', 'dismissed')),
  reason TEXT NOT NULL,
  name TEXT NOT NULL,
  decided TEXT NOT NULL,
  PRIMARY KEY (document, part, code, fingerprint)
);
