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
CREATE TABLE `__new_overrides` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`schedule_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`replaces` integer,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`schedule_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replaces`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_overrides` SELECT o."id", d."id", o."user_id", o."replaces", o."from_at", o."to_at", o."made_by", o."made_at" FROM `overrides` o JOIN `documents` d ON d."kind" = 'schedule' AND lower(d."name") = lower(o."schedule") GROUP BY o."id";--> statement-breakpoint
DROP TABLE `overrides`;--> statement-breakpoint
ALTER TABLE `__new_overrides` RENAME TO `overrides`;--> statement-breakpoint
CREATE INDEX `overrides_schedule` ON `overrides` (`schedule_id`,`to_at`);--> statement-breakpoint
CREATE TABLE `__new_cover_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`schedule_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`accepted_by` text,
	`accepted_at` integer,
	FOREIGN KEY (`schedule_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_cover_requests` SELECT c."id", d."id", c."user_id", c."from_at", c."to_at", c."asked_by", c."asked_at", c."accepted_by", c."accepted_at" FROM `cover_requests` c JOIN `documents` d ON d."kind" = 'schedule' AND lower(d."name") = lower(c."schedule") GROUP BY c."id";--> statement-breakpoint
DROP TABLE `cover_requests`;--> statement-breakpoint
ALTER TABLE `__new_cover_requests` RENAME TO `cover_requests`;--> statement-breakpoint
ALTER TABLE `incidents` ADD `raised_at` integer;--> statement-breakpoint
ALTER TABLE `incidents` ADD `escalation_policy` text;--> statement-breakpoint
UPDATE `incidents` SET `escalation` = json_set(`escalation`, '$.isHeld', json('false'), '$.reached', json('[]')), `escalation_policy` = (SELECT d."body" FROM `documents` d JOIN `services` s ON d."kind" = 'escalation_policy' AND d."name" = s."escalation_policy" WHERE s."id" = `incidents`."service_id") WHERE `escalation` IS NOT NULL AND `status` <> 'RESOLVED';
