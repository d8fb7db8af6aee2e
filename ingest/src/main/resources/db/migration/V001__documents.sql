-- Files, documents, their versions, pages and readings; collections; jobs.
-- Migrations are never edited once released. Ids are UUIDv7, times are UTC.

create table tenant (
  id         text primary key,
  created_at timestamptz not null default now()
);
insert into tenant (id) values ('default');

create table collection (
  id         uuid primary key,
  tenant     text not null references tenant,
  name       text not null,
  settings   jsonb not null default '{}',
  actor      text not null,
  created_at timestamptz not null default now(),
  unique (tenant, name)
);
insert into collection (id, tenant, name, actor)
  values ('01900000-0000-7000-8000-000000000001', 'default', 'default', 'system');

-- A file is its bytes. It may be in several documents.
create table file (
  sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes      bigint not null,
  media_type text not null,
  created_at timestamptz not null default now()
);

create table document (
  id              uuid primary key,
  tenant          text not null references tenant,
  collection      uuid not null references collection,
  name            text not null,
  state           text not null,
  current_version int not null default 1,
  problem_code    text,
  problem_detail  text,
  actor           text not null,
  created_at      timestamptz not null default now(),
  changed_at      timestamptz not null default now(),
  -- nobody sees it from here on; its rows go when the DELETE job runs
  deleted_at      timestamptz
);
create index document_by_collection on document (tenant, collection, id desc);

create table document_version (
  document   uuid not null references document on delete cascade,
  n          int not null,
  file       text not null references file,
  name       text not null,
  ocr        text not null default 'AUTO',
  -- the collection again, so that the next constraint can exist; null once the document is being deleted, so that
  -- the same bytes can come again
  collection uuid references collection,
  actor      text not null,
  created_at timestamptz not null default now(),
  primary key (document, n),
  -- the same bytes uploaded again into the same collection are the same document
  unique (collection, file)
);
create index document_version_by_file on document_version (file);

-- revision 0: not read yet.
create table page (
  document         uuid not null,
  version          int not null,
  number           int not null,
  current_revision int not null default 0,
  -- of the current reading, so that counting pages does not touch their text
  source           text,
  problem_code     text,
  problem_detail   text,
  primary key (document, version, number),
  foreign key (document, version) references document_version on delete cascade
);

-- Append-only: reading again, or a correction, makes a new revision, so that text once cited never changes.
create table page_reading (
  document      uuid not null,
  version       int not null,
  page          int not null,
  revision      int not null,
  width         double precision not null,
  height        double precision not null,
  unit          text not null,
  rotation      int not null,
  source        text not null,
  source_reason text not null,
  engine        text not null,
  engine_version text not null,
  model         text,
  mode          text,
  settings      jsonb not null default '{}',
  confidence    double precision,
  text          text not null,
  words         bytea not null,
  blocks        bytea not null,
  actor         text not null,
  -- the job that read it, so that reading again goes on where it stopped
  job           uuid,
  created_at    timestamptz not null default now(),
  primary key (document, version, page, revision),
  foreign key (document, version, page) references page on delete cascade
);

create table job (
  id             uuid primary key,
  tenant         text not null references tenant,
  actor          text not null,
  type           text not null,
  state          text not null,
  stage          text,
  done           int not null default 0,
  total          int not null default 0,
  attempts       int not null default 0,
  -- no foreign key: the job that deleted a document outlives it
  document       uuid,
  -- of the document, so that who may see the document may see the job, also after the document is gone
  collection     uuid,
  payload        jsonb not null default '{}',
  result         jsonb not null default '{}',
  problem_code   text,
  problem_detail text,
  cancel_asked   boolean not null default false,
  -- which process changed it last
  node           text,
  created_at     timestamptz not null default now(),
  changed_at     timestamptz not null default now(),
  finished_at    timestamptz
);
create index job_newest on job (tenant, id desc);
create index job_changed on job (changed_at);
create index job_by_document on job (document);
create index job_open on job (state) where state in ('QUEUED', 'RUNNING', 'RETRYING');

-- The answer to a request with an Idempotency-Key, kept for a day.
create table idempotency_key (
  tenant      text not null references tenant,
  key         text not null,
  fingerprint text not null,
  document    uuid,
  job         uuid,
  duplicate   boolean,
  created_at  timestamptz not null default now(),
  primary key (tenant, key)
);

-- db-scheduler's own table, as its documentation gives it for PostgreSQL. It only triggers; `job` is the truth.
create table scheduled_tasks (
  task_name            text not null,
  task_instance        text not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
