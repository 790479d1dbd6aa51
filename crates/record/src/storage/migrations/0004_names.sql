-- Every index costs encrypted pages with each version. Names are looked for in memory; the index of their parts, a view of versions, goes.
DROP TABLE IF EXISTS client_words;
-- The newest time is that of the newest act that wrote a version.
DROP INDEX version_hlc;
