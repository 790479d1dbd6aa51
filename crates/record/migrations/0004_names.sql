-- Names are looked for in memory; the index of their parts, a view of versions, goes.
DROP TABLE IF EXISTS client_words;
