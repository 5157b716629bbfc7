CREATE TABLE `installations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`is_org_wide` integer NOT NULL,
	`enterprise_id` text,
	`bot_user_id` text NOT NULL,
	`scopes` text NOT NULL,
	`access_token` text NOT NULL,
	`refresh_token` text,
	`refresh_at` integer,
	`expires_at` integer,
	`installed_by` text NOT NULL,
	`installed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `installations_owner` ON `installations` (`owner_id`);--> statement-breakpoint
CREATE TABLE `used_oauth_states` (
	`hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `incident_connections` (
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	PRIMARY KEY(`incident_number`, `connection_id`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `connections_team`;--> statement-breakpoint
ALTER TABLE `connections` ADD `installation_id` integer REFERENCES installations(id);--> statement-breakpoint
ALTER TABLE `connections` ADD `name` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `end_reason` text;--> statement-breakpoint
CREATE INDEX `connections_team_id` ON `connections` (`team_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `connections_name` ON `connections` (lower("name")) WHERE "connections"."name" is not null;--> statement-breakpoint
ALTER TABLE `services` ADD `connection` text;--> statement-breakpoint
ALTER TABLE `services` ADD `shared_with` text;--> statement-breakpoint
DROP TRIGGER `connections_update_is_new_reference`;--> statement-breakpoint
CREATE TRIGGER `connections_update_is_new_reference` AFTER UPDATE OF `settings`, `team_id`, `team_name`, `name`, `ended_at`, `people_listed_at` ON `connections` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;
