CREATE TABLE `channel_members` (
	`connection_id` integer NOT NULL,
	`channel_id` text NOT NULL,
	`slack_user_id` text NOT NULL,
	PRIMARY KEY(`connection_id`, `channel_id`, `slack_user_id`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `channel_members_person` ON `channel_members` (`connection_id`,`slack_user_id`);--> statement-breakpoint
CREATE TABLE `incident_homes` (
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`channel_id` text,
	PRIMARY KEY(`incident_number`, `connection_id`),
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_homes_channel` ON `incident_homes` (`connection_id`,`channel_id`,`incident_number`);--> statement-breakpoint
CREATE INDEX `incident_homes_unsettled` ON `incident_homes` (`connection_id`,`target`) WHERE "incident_homes"."channel_id" is null;--> statement-breakpoint
CREATE TABLE `name_meanings` (
	`connection_id` integer NOT NULL,
	`name` text NOT NULL,
	`channel_id` text NOT NULL,
	PRIMARY KEY(`connection_id`, `name`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `channels` ADD `is_gone` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `channels` ADD `members_read_at` integer;--> statement-breakpoint
INSERT INTO `channels` (`connection_id`, `id`, `name`, `is_private`, `is_archived`, `is_member`, `is_gone`)
	SELECT DISTINCT `connection_id`, `channel_id`, `channel_id`, 1, 0, 0, 1 FROM `cards`
	WHERE `is_home` = 1 AND `rerouted_from` IS NULL AND `channel_id` IS NOT NULL
	ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO `incident_homes` (`incident_number`, `connection_id`, `target`, `channel_id`)
	SELECT `incident_number`, `connection_id`, coalesce(`rerouted_from`, `target`),
		CASE WHEN `rerouted_from` IS NULL THEN `channel_id` END
	FROM `cards` WHERE `is_home` = 1 ORDER BY `id`
	ON CONFLICT DO NOTHING;
