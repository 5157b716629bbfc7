CREATE TABLE `secrets` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`event_id` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`name` text NOT NULL,
	`method` text NOT NULL,
	`address` text NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`due_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `timeline_events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `contacts_due` ON `contacts` (`due_at`) WHERE "contacts"."due_at" is not null;--> statement-breakpoint
CREATE INDEX `contacts_incident` ON `contacts` (`incident_number`,`target`);--> statement-breakpoint
ALTER TABLE `users` ADD `contact` text;--> statement-breakpoint
ALTER TABLE `users` ADD `quiet_hours` text;