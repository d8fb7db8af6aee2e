-- What two readers of the page saw differently of a quote's numbers, dates and amounts:
-- [{"model", "other"}]; none of what was recorded before.

alter table citation add column disputed jsonb not null default '[]';
