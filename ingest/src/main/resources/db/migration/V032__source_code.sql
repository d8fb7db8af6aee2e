-- What the reason is in source_reason, so that it can be said in other languages.
alter table page_reading add column source_code text not null default 'OTHER';
alter table page_reading alter column source_code drop default;
