-- Pages read from their images.

alter table page_reading
  -- clockwise degrees the page had to be turned by to stand upright
  add column turn   int not null default 0,
  -- regions that were not safely read; empty where there are none
  add column doubts bytea not null default '\x';

-- of the current reading, so that counting pages does not touch their text
alter table page add column doubtful boolean not null default false;

-- What an engine read of an area of a page of a file, so that nothing is read twice. Everything that changes the
-- outcome is in the key; a file's readings go with the file.
create table ocr_reading (
  file           text not null references file on delete cascade,
  page           int not null,
  area           text not null,
  raster         text not null,
  engine         text not null,
  engine_version text not null,
  model          text not null,
  mode           text not null,
  settings       jsonb not null default '{}',
  turn           int not null,
  doubts         bytea not null,
  text           text not null,
  words          bytea not null,
  blocks         bytea not null,
  created_at     timestamptz not null default now(),
  primary key (file, page, area, raster, engine, engine_version, model, mode)
);
