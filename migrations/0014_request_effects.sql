ALTER TABLE `seen_requests` ADD `incident_number` integer REFERENCES incidents(number);--> statement-breakpoint
ALTER TABLE `seen_requests` ADD `is_new` integer DEFAULT false NOT NULL;