CREATE TABLE `alert_repeats` (
	`incident_number` integer PRIMARY KEY NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`title` text NOT NULL,
	`actor` text NOT NULL,
	`hours` text NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `alert_repeats` (`incident_number`, `first_at`, `last_at`, `title`, `actor`, `hours`)
SELECT `newest`.`incident_number`, `run`.`first_at`, `newest`.`at`, `newest`.`fact` ->> 'title', `newest`.`actor`, (
	SELECT json_group_array(json_object('hour', `hour`, 'count', `repeats`)) FROM (
		SELECT * FROM (
			SELECT `at` - `at` % 3600000 AS `hour`, count(*) AS `repeats` FROM `timeline_events`
			WHERE `incident_number` = `newest`.`incident_number` AND `kind` = 'alert_repeated'
			GROUP BY 1 ORDER BY 1 DESC LIMIT 72
		) ORDER BY `hour`
	)
)
FROM `timeline_events` AS `newest` JOIN (
	SELECT max(`id`) AS `last_id`, min(`at`) AS `first_at` FROM `timeline_events` WHERE `kind` = 'alert_repeated' GROUP BY `incident_number`
) AS `run` ON `newest`.`id` = `run`.`last_id`;
--> statement-breakpoint
DELETE FROM `timeline_events` WHERE `kind` = 'alert_repeated';
