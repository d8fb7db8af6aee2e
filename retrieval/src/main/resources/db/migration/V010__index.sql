-- Chunks, their vectors, and the generations of the index.

create table index_generation (
  id           bigint generated always as identity primary key,
  tenant       text not null references tenant,
  state        text not null,
  backend      text not null,
  chunker      text not null,
  settings     jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  activated_at timestamptz
);
-- one live generation a tenant
create unique index index_generation_live on index_generation (tenant) where state = 'LIVE';

create table chunk (
  id         uuid primary key,
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null,
  version    int not null,
  ordinal    int not null,
  headings   jsonb not null,
  spans      jsonb not null,
  text       text not null,
  -- sha-256 of what is embedded; the vector is found by it
  text_hash  bytea not null,
  language   text not null,
  is_table   boolean not null,
  unique (generation, document, version, ordinal),
  foreign key (document, version) references document_version on delete cascade
);
create index chunk_by_document on chunk (document);

-- A text is embedded once per model, whatever chunk, sentence or generation it is in.
create table text_vector (
  text_hash bytea not null,
  model     text not null,
  -- float32, little-endian, unit length
  vector    bytea not null,
  primary key (text_hash, model)
);

-- How far a document is in a generation: NONE, LEXICAL, FULL.
create table indexed_document (
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null references document on delete cascade,
  version    int not null,
  searchable text not null,
  chunks     int not null default 0,
  primary key (generation, document)
);

-- What an index has to take up, in order. It stores the last number it contains with its own data, so that what a
-- crash lost is found and taken up again.
create table index_change (
  seq        bigint generated always as identity primary key,
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null,
  kind       text not null check (kind in ('UPSERT', 'DELETE')),
  created_at timestamptz not null default now()
);
create index index_change_by_generation on index_change (generation, seq);
