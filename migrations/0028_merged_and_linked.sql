DROP INDEX `incidents_live_dedup_key`;--> statement-breakpoint
ALTER TABLE `incidents` ADD `merged_into` integer;--> statement-breakpoint
ALTER TABLE `incidents` ADD `merged_from` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `merged` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `incidents` ADD `related` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `incidents_merged_into` ON `incidents` (`merged_into`) WHERE "incidents"."merged_into" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_live_dedup_key` ON `incidents` (`dedup_key`,`dedup_scope`) WHERE "incidents"."status" <> 'RESOLVED' and "incidents"."status" <> 'MERGED';--> statement-breakpoint
ALTER TABLE `incident_alerts` ADD `merged_from` integer REFERENCES incidents(number);