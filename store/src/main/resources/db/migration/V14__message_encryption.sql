-- What people, agents and tools said may be encrypted: then SQL sees nothing in it. What it has to see stands beside.

-- From now on a text that begins with pdr$ says how it is stored. First, since what follows stops all work on its tables.
UPDATE sessions   SET title        = 'pdr$0:' || title        WHERE left(title, 4) = 'pdr$';
UPDATE runs       SET output       = 'pdr$0:' || output       WHERE left(output, 4) = 'pdr$';
UPDATE steps      SET arguments    = 'pdr$0:' || arguments,
                      approved     = CASE WHEN approved = sha256(convert_to(arguments, 'UTF8'))
                                          THEN sha256(convert_to('pdr$0:' || arguments, 'UTF8')) ELSE approved END
                                                          WHERE left(arguments, 4) = 'pdr$';
UPDATE interrupts SET message      = 'pdr$0:' || message      WHERE left(message, 4) = 'pdr$';
UPDATE interrupts SET arguments    = 'pdr$0:' || arguments    WHERE left(arguments, 4) = 'pdr$';
UPDATE effects    SET arguments    = 'pdr$0:' || arguments    WHERE left(arguments, 4) = 'pdr$';
UPDATE effects    SET result       = 'pdr$0:' || result       WHERE left(result, 4) = 'pdr$';
UPDATE effects    SET undo_message = 'pdr$0:' || undo_message WHERE left(undo_message, 4) = 'pdr$';
UPDATE artifacts  SET content      = 'pdr$0:' || content      WHERE left(content, 4) = 'pdr$';
UPDATE artifacts  SET name         = 'pdr$0:' || name         WHERE left(name, 4) = 'pdr$';

ALTER TABLE keysets DROP CONSTRAINT keysets_purpose_check;
ALTER TABLE keysets ADD CONSTRAINT keysets_purpose_check CHECK (purpose IN ('fields', 'payloads', 'messages'));

ALTER TABLE commands ADD COLUMN choice text;
COMMENT ON COLUMN commands.choice IS 'What of several things a command orders; null when there is one only, and for commands from before this was kept.';
ALTER TABLE execution_logs ADD COLUMN message_id uuid;
COMMENT ON COLUMN execution_logs.message_id IS 'The message whose text an event begins; null for events from before this was kept.';
COMMENT ON COLUMN steps.approved IS 'SHA-256 of the arguments that were approved, as they are stored. A call with gate approval is made with no others.';
COMMENT ON COLUMN messages.words IS 'What search finds: the beginning of what people and agents said, never what tools returned. Null when content is encrypted.';
