-- What readers corrected.

-- words of the reading that a reader wrote
alter table page_reading add column corrected int not null default 0;

-- Who changed which words of a page, when, from what, to what. Only state and seen_in change later.
create table correction (
  id              uuid primary key,
  document        uuid not null,
  version         int not null,
  page            int not null,
  revision_before int not null,
  revision_after  int not null,
  -- of the words on the page, as revision_before turned it
  turn            int not null,
  x0              double precision not null,
  y0              double precision not null,
  x1              double precision not null,
  y1              double precision not null,
  -- what the engine had read there
  read            text not null,
  -- what stood there just before: what was read, or what an earlier correction said
  replaced        text not null,
  -- empty where words were taken out
  corrected       text not null,
  engine          text not null,
  -- APPLIED, AGREED, NOT_APPLIED, REPLACED, UNDONE
  state           text not null,
  -- the newest revision that the state was found on
  seen_in         int not null,
  actor           text not null,
  created_at      timestamptz not null,
  foreign key (document, version, page) references page on delete cascade
);
create index correction_by_page on correction (document, version, page);
