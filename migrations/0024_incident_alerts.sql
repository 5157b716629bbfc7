CREATE TABLE `incident_alerts` (
	`incident_number` integer NOT NULL,
	`dedup_key` text NOT NULL,
	`dedup_scope` integer NOT NULL,
	`at` integer NOT NULL,
	`title` text NOT NULL,
	`resolved_at` integer,
	PRIMARY KEY(`incident_number`, `dedup_key`, `dedup_scope`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_alerts_key` ON `incident_alerts` (`dedup_key`);--> statement-breakpoint
ALTER TABLE `incidents` ADD `joined_alerts` integer DEFAULT 0 NOT NULL;