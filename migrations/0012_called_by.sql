ALTER TABLE `cards` ADD `called_by` integer REFERENCES timeline_events(id);--> statement-breakpoint
ALTER TABLE `cards` ADD `called_at` integer;