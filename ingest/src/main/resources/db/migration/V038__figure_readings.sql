-- What models said of figures.

-- Who asked what of a figure, when, and what was said. Only state and seen_in change later.
create table figure_reading (
  id         uuid primary key,
  document   uuid not null,
  version    int not null,
  page       int not null,
  -- of the figure on the page, as the reading that had it turned the page
  turn       int not null,
  x0         double precision not null,
  y0         double precision not null,
  x1         double precision not null,
  y1         double precision not null,
  -- PARSE_FIGURE, DESCRIBE
  task       text not null,
  -- null: the task's own words
  prompt     text,
  engine     text not null,
  model      text,
  mode       text,
  written    text not null,
  -- APPLIED, NOT_APPLIED, REPLACED, TAKEN_BACK
  state      text not null,
  -- the newest revision that the state was found on
  seen_in    int not null,
  actor      text not null,
  created_at timestamptz not null,
  foreign key (document, version, page) references page on delete cascade
);
create index figure_reading_by_page on figure_reading (document, version, page);
