-- Which tool a call was planned for, which one made it, and what it still costs.

ALTER TABLE steps
  ADD COLUMN skill       text,
  ADD COLUMN tool_digest text;
COMMENT ON COLUMN steps.skill IS 'Where the tool that the call was planned for is found: its skill, with a version where there are versions; null when it belongs to none.';
COMMENT ON COLUMN steps.tool_digest IS 'Of that tool, its skill and the settings. A call is made of no other tool; null for calls planned before this was kept, which are.';

ALTER TABLE effects
  ADD COLUMN skill       text,
  ADD COLUMN owed_micros bigint NOT NULL DEFAULT 0 CHECK (owed_micros >= 0);
COMMENT ON COLUMN effects.skill IS 'Where the tool that was called is found, to undo what it did; null for calls made before this was kept.';
COMMENT ON COLUMN effects.owed_micros IS 'What the call costs if it took place; 0 once that is booked.';
