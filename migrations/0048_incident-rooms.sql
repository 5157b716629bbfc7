CREATE TABLE `incident_rooms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`channel_id` text NOT NULL,
	`name` text NOT NULL,
	`gives_sight` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_rooms_channel` ON `incident_rooms` (`incident_number`,`connection_id`,`channel_id`);--> statement-breakpoint
CREATE INDEX `incident_rooms_of_channel` ON `incident_rooms` (`connection_id`,`channel_id`);--> statement-breakpoint
INSERT INTO `incident_rooms` (`incident_number`, `connection_id`, `channel_id`, `name`)
SELECT `made`.`incident_number`, `made`.`connection_id`, `made`.`channel_id`, coalesce(`channels`.`name`, `made`.`channel_id`)
FROM `incident_channels` AS `made`
LEFT JOIN `channels` ON `channels`.`connection_id` = `made`.`connection_id` AND `channels`.`id` = `made`.`channel_id`
WHERE `made`.`channel_id` IS NOT NULL;
