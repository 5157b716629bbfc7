CREATE TABLE `heartbeat_attendance` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`id` integer PRIMARY KEY NOT NULL,
	`beat_at` integer NOT NULL,
	`allowed` integer NOT NULL,
	`is_excused` integer NOT NULL,
	`is_missed` integer NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
