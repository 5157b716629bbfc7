CREATE TABLE `post_mortem_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`channel_id` text,
	`ts` text,
	`by` text NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `post_mortems`(`incident_number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `post_mortem_posts_incident` ON `post_mortem_posts` (`incident_number`);--> statement-breakpoint
CREATE TABLE `post_mortems` (
	`incident_number` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`sections` text NOT NULL,
	`begun` text NOT NULL,
	`edited` text NOT NULL,
	`reviewed` text,
	`published` text,
	`refusal` text,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
