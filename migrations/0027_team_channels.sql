CREATE TABLE `channel_topics` (
	`connection_id` integer NOT NULL,
	`channel` text NOT NULL,
	`on_duty` text NOT NULL,
	`written` text,
	PRIMARY KEY(`connection_id`, `channel`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `team_channels` (
	`schedule_id` integer PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`user_id` integer,
	`turn` integer NOT NULL,
	`roster_at` integer,
	FOREIGN KEY (`schedule_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
