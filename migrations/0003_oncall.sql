CREATE TABLE `__new_documents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_documents`("kind", "name", "body") SELECT "kind", "name", "body" FROM `documents`;--> statement-breakpoint
DROP TABLE `documents`;--> statement-breakpoint
ALTER TABLE `__new_documents` RENAME TO `documents`;--> statement-breakpoint
CREATE UNIQUE INDEX `documents_name` ON `documents` (`kind`,`name`);--> statement-breakpoint
UPDATE `documents` SET `body` = json_set(`body`, '$.repeat_after', NULL, '$.urgencies', NULL) WHERE `kind` = 'escalation_policy';--> statement-breakpoint
CREATE TABLE `__new_hand_offs` (
	`schedule_id` integer PRIMARY KEY NOT NULL,
	`user_id` integer,
	`since` integer NOT NULL,
	FOREIGN KEY (`schedule_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_hand_offs`("schedule_id", "user_id", "since") SELECT d."id", h."user_id", h."since" FROM `hand_offs` h JOIN `documents` d ON d."kind" = 'schedule' AND d."name" = h."schedule";--> statement-breakpoint
DROP TABLE `hand_offs`;--> statement-breakpoint
ALTER TABLE `__new_hand_offs` RENAME TO `hand_offs`;--> statement-breakpoint
ALTER TABLE `overrides` ADD `schedule_id` integer REFERENCES documents(id) ON DELETE CASCADE;--> statement-breakpoint
UPDATE `overrides` SET `schedule_id` = (SELECT d."id" FROM `documents` d WHERE d."kind" = 'schedule' AND lower(d."name") = lower(`overrides`."schedule"));--> statement-breakpoint
DELETE FROM `overrides` WHERE `schedule_id` IS NULL;--> statement-breakpoint
DROP INDEX `overrides_schedule`;--> statement-breakpoint
ALTER TABLE `overrides` DROP COLUMN `schedule`;--> statement-breakpoint
CREATE INDEX `overrides_schedule` ON `overrides` (`schedule_id`,`to_at`);--> statement-breakpoint
ALTER TABLE `cover_requests` ADD `schedule_id` integer REFERENCES documents(id) ON DELETE CASCADE;--> statement-breakpoint
UPDATE `cover_requests` SET `schedule_id` = (SELECT d."id" FROM `documents` d WHERE d."kind" = 'schedule' AND lower(d."name") = lower(`cover_requests`."schedule"));--> statement-breakpoint
DELETE FROM `cover_requests` WHERE `schedule_id` IS NULL;--> statement-breakpoint
ALTER TABLE `cover_requests` DROP COLUMN `schedule`;--> statement-breakpoint
ALTER TABLE `incidents` ADD `raised_at` integer;--> statement-breakpoint
ALTER TABLE `incidents` ADD `escalation_policy` text;--> statement-breakpoint
UPDATE `incidents` SET `escalation` = json_set(`escalation`, '$.isHeld', json('false'), '$.reached', json('[]')), `escalation_policy` = (SELECT d."body" FROM `documents` d JOIN `services` s ON d."kind" = 'escalation_policy' AND d."name" = s."escalation_policy" WHERE s."id" = `incidents`."service_id") WHERE `escalation` IS NOT NULL AND `status` <> 'RESOLVED';
