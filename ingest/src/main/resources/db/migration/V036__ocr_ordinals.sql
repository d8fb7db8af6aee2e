-- Ordinals of pages are ids of events, and are not given again when a page that could not be read is
-- tried once more.

alter table ocr_request add column last_ordinal int not null default 0;

update ocr_request r
set last_ordinal = coalesce((select max(p.ordinal) from ocr_page p where p.job = r.job), 0);
