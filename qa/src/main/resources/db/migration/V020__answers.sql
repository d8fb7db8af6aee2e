-- Answers and their citations (insert-only), conversations, feedback, briefs, settings.

create table conversation (
  id         uuid primary key,
  tenant     text not null references tenant,
  actor      text not null,
  title      text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index conversation_newest on conversation (tenant, actor, updated_at desc, id desc);

create table answer (
  id           uuid primary key,
  tenant       text not null references tenant,
  actor        text not null,
  conversation uuid references conversation,
  question     text not null,
  -- documents and collection asked, as given
  scope        jsonb not null,
  kind         text not null check (kind in ('GROUNDED', 'UNSUPPORTED')),
  text         text not null,
  language     text not null,
  answerer     text not null,
  model        text,
  fallback     text,
  generation   bigint not null,
  searched     jsonb not null,
  -- what retrieval offered, with scores, chunk texts and spans, as it was then
  hits         jsonb not null,
  -- how many of the hits were shown as nearest, where the documents do not say
  nearest      int not null default 0,
  events       jsonb not null,
  millis       bigint not null,
  created_at   timestamptz not null default now(),
  -- room for a chain of hashes over the record
  previous_hash bytea,
  hash          bytea
);
create index answer_by_conversation on answer (conversation, created_at);
create index answer_newest on answer (tenant, created_at desc, id desc);

-- A quote stays on record when its document goes: no foreign key to document.
create table citation (
  id            uuid primary key,
  answer        uuid not null references answer,
  marker        int not null,
  document      uuid not null,
  document_name text not null,
  version       int not null,
  quote         text not null,
  state         text not null check (state in ('EXACT', 'NORMALIZED', 'NOT_FOUND')),
  confidence    double precision,
  spans         jsonb not null,
  unique (answer, marker)
);
create index citation_by_document on citation (document);

create table answer_feedback (
  answer     uuid primary key references answer,
  actor      text not null,
  verdict    text not null check (verdict in ('RIGHT', 'PARTLY', 'WRONG')),
  note       text,
  citation   uuid references citation,
  created_at timestamptz not null default now()
);

-- Which versions of which documents have their brief.
create table brief (
  document   uuid not null references document on delete cascade,
  version    int not null,
  created_at timestamptz not null default now(),
  primary key (document, version)
);

create table brief_entry (
  document uuid not null,
  version  int not null,
  topic    text not null,
  -- null: the document does not say
  text     text,
  citation jsonb,
  primary key (document, version, topic),
  foreign key (document, version) references brief on delete cascade
);

create table setting (
  tenant     text not null references tenant,
  name       text not null,
  value      jsonb not null,
  actor      text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant, name)
);
