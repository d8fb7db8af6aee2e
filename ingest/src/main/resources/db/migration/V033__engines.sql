-- Several engines, and what they took.

-- who reads the document's images, and how; null: the engine of the settings, as it chooses
alter table document_version
  add column engine text,
  add column mode   text;

-- what reading the page's image took, and what a model wrote; null where nothing was read or written
alter table page_reading
  add column millis bigint,
  add column output jsonb;

-- What an engine is asked for is part of what comes out. The look-up also goes by the pixels, so that an image that is
-- in two files is read once. Rows go with their file, as before.
alter table ocr_reading
  add column task   text not null default 'DOCUMENT',
  -- SHA-256 of what it was asked in words; empty where nothing was
  add column words_asked text not null default '',
  -- SHA-256 of the image; null for what was read before that was kept
  add column pixels text,
  add column millis bigint not null default 0,
  add column output jsonb,
  drop constraint ocr_reading_pkey,
  add primary key (file, page, area, raster, engine, engine_version, model, mode, task, words_asked);
create index ocr_reading_by_pixels on ocr_reading (pixels);
