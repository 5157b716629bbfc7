CREATE TABLE `audit_entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`made_by` text NOT NULL,
	`section` text NOT NULL,
	`name` text NOT NULL,
	`before` text,
	`after` text,
	`takes_back` integer,
	`words` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_entries_what` ON `audit_entries` (`section`,`name`);--> statement-breakpoint
CREATE INDEX `audit_entries_taken_back` ON `audit_entries` (`takes_back`);--> statement-breakpoint
CREATE TABLE `owned_settings` (
	`section` text NOT NULL,
	`name` text NOT NULL,
	`file` text NOT NULL,
	`applied_by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`section`, `name`)
);
