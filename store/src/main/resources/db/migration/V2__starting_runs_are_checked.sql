-- A run whose workflow was ended before its first write stays starting: the reconciler has to see it too.
DROP INDEX runs_unchecked;
CREATE INDEX runs_unchecked ON runs (checked_at) WHERE status IN ('starting', 'running', 'waiting', 'paused', 'cancelling');
