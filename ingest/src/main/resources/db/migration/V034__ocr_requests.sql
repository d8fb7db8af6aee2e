-- OCR as a service: what was asked for, and what came of it, kept for a while.

create table ocr_request (
  job        uuid primary key references job on delete cascade,
  tenant     text not null references tenant,
  actor      text not null,
  file       text not null references file,
  name       text not null,
  -- null: the engine of the settings, as it chooses
  engine     text,
  mode       text,
  task       text not null,
  target     text,
  prompt     text,
  format     text not null,
  created_at timestamptz not null default now()
);
create index ocr_request_by_file on ocr_request (file);

-- A page that was read, or could not be.
create table ocr_page (
  job            uuid not null references ocr_request on delete cascade,
  page           int not null,
  -- in which order pages were done, from 1: what comes after one that was seen already is new
  ordinal        int not null,
  problem_code   text,
  problem_detail text,
  width          double precision,
  height         double precision,
  unit           text,
  rotation       int,
  source         text,
  source_code    text,
  source_reason  text,
  engine         text,
  engine_version text,
  model          text,
  mode           text,
  confidence     double precision,
  text           text,
  words          bytea,
  blocks         bytea,
  turn           int,
  doubts         bytea,
  millis         bigint,
  output         jsonb,
  primary key (job, page),
  unique (job, ordinal)
);
