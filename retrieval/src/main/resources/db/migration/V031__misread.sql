-- Passages whose words may have been misread: all or part of them was read by OCR. None was when
-- this was written.

alter table chunk add column misread boolean not null default false;
