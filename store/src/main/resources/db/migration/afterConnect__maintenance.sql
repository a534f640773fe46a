-- Under row-level security the owner sees rows only so.
SET app.maintenance = 'on';
