CREATE TABLE `incident_tasks` (
	`incident_number` integer NOT NULL,
	`id` integer NOT NULL,
	`text` text NOT NULL,
	`owner` text,
	`owner_account` text,
	`due_at` integer,
	`done_by` text,
	`done_at` integer,
	`is_reminded` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`incident_number`, `id`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_tasks_owner` ON `incident_tasks` (`owner_account`) WHERE "incident_tasks"."done_at" is null;--> statement-breakpoint
CREATE TABLE `incident_followers` (
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	PRIMARY KEY(`incident_number`, `connection_id`, `slack_user_id`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `status_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`channel_id` text,
	`ts` text,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `status_posts_place` ON `status_posts` (`incident_number`,`connection_id`,`target`);