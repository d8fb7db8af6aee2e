-- Chunks, their vectors, and the generations of the index.

create table index_generation (
  id           bigint generated always as identity primary key,
  tenant       text not null references tenant,
  -- BUILDING, LIVE, RETIRED, FAILED
  state        text not null,
  backend      text not null,
  chunker      text not null,
  models       text not null,
  -- the job that builds it; null for the first one
  job          uuid,
  settings     jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  activated_at timestamptz
);
-- one live generation a tenant
create unique index index_generation_live on index_generation (tenant) where state = 'LIVE';
create unique index index_generation_job on index_generation (job);

create table chunk (
  id         uuid primary key,
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null,
  version    int not null,
  ordinal    int not null,
  headings   jsonb not null,
  -- titles of the clauses that start in it
  titles     jsonb not null,
  -- where its text stands: [[at, page, revision, start, end], …]
  pieces     jsonb not null,
  text       text not null,
  -- sha-256 of what is embedded; the vector is found by it
  text_hash  bytea not null,
  -- name of the model whose space its vector lies in
  model      text not null,
  language   text not null,
  is_table   boolean not null,
  unique (generation, document, version, ordinal),
  foreign key (document, version) references document_version on delete cascade
);
create index chunk_by_document on chunk (document);
create index chunk_by_text on chunk (text_hash);

-- A text is embedded once per model, whatever chunk, sentence or generation it is in.
create table text_vector (
  text_hash bytea not null,
  model     text not null,
  -- float32, little-endian, unit length
  vector    bytea not null,
  primary key (text_hash, model)
);

-- How far a document is in a generation: LEXICAL, FULL; no row: not at all.
create table indexed_document (
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null references document on delete cascade,
  version    int not null,
  searchable text not null,
  chunks     int not null default 0,
  -- models whose spaces its chunks lie in
  models     text[] not null default '{}',
  -- what its beginning calls it and its parties: questions that name these mean it
  about      text not null default '',
  primary key (generation, document)
);
create index indexed_document_by_document on indexed_document (document);

-- What an index has to take up, in order; only the last change of a document is kept. An index stores the last number
-- it contains with its own data, so that what a crash lost is found and taken up again, and an empty index is filled
-- by taking up everything. Numbers are given out under a lock, so that they become visible in their order.
create table index_change (
  seq        bigint generated always as identity primary key,
  generation bigint not null references index_generation on delete cascade,
  document   uuid not null,
  kind       text not null check (kind in ('UPSERT', 'DELETE')),
  created_at timestamptz not null default now(),
  unique (generation, document)
);
create index index_change_by_generation on index_change (generation, seq);
