CREATE TABLE `incident_channel_people` (
	`incident_number` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	PRIMARY KEY(`incident_number`, `slack_user_id`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `incident_channels` (
	`incident_number` integer PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`requested_by` text NOT NULL,
	`taken_names` integer DEFAULT 0 NOT NULL,
	`channel_id` text,
	`error` text,
	`topic` text,
	`has_purpose` integer DEFAULT false NOT NULL,
	`has_pin` integer DEFAULT false NOT NULL,
	`bookmarks` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_channels_channel` ON `incident_channels` (`connection_id`,`channel_id`);