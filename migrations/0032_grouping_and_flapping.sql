CREATE TABLE `alert_ends` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`dedup_key` text NOT NULL,
	`dedup_scope` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alert_ends_key` ON `alert_ends` (`dedup_key`,`dedup_scope`,`at`);--> statement-breakpoint
CREATE INDEX `alert_ends_at` ON `alert_ends` (`at`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `rule_set` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `group_key` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `flapping_choice` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `flapping` text;--> statement-breakpoint
CREATE INDEX `incidents_live_group` ON `incidents` (`group_key`) WHERE "incidents"."group_key" is not null and "incidents"."status" <> 'RESOLVED' and "incidents"."status" <> 'MERGED';--> statement-breakpoint
ALTER TABLE `services` ADD `grouping` text;--> statement-breakpoint
ALTER TABLE `services` ADD `flapping` text;