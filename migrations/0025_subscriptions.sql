CREATE TABLE `subscriptions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`channel_id` text NOT NULL,
	`filter` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `subscriptions_channel` ON `subscriptions` (`connection_id`,`channel_id`);--> statement-breakpoint
ALTER TABLE `services` ADD `channels` text;--> statement-breakpoint
CREATE TRIGGER `subscriptions_insert_is_new_reference` AFTER INSERT ON `subscriptions` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `subscriptions_update_is_new_reference` AFTER UPDATE ON `subscriptions` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `subscriptions_delete_is_new_reference` AFTER DELETE ON `subscriptions` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `channels_insert_is_new_reference` AFTER INSERT ON `channels` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `channels_rename_is_new_reference` AFTER UPDATE OF `name` ON `channels` WHEN old.`name` <> new.`name` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;
