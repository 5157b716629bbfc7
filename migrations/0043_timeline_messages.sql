CREATE TABLE `timeline_messages` (
	`connection_id` integer NOT NULL,
	`channel_id` text NOT NULL,
	`ts` text NOT NULL,
	`incident_number` integer NOT NULL,
	`event_id` integer NOT NULL,
	`way` text NOT NULL,
	`edited_ts` text,
	PRIMARY KEY(`connection_id`, `channel_id`, `ts`, `incident_number`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `timeline_events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `timeline_messages_incident` ON `timeline_messages` (`incident_number`);--> statement-breakpoint
ALTER TABLE `timeline_events` ADD `after_id` integer;