CREATE TABLE `contact_checks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`address` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `contact_checks_age` ON `contact_checks` (`at`);--> statement-breakpoint
CREATE TABLE `personal_contacts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`kind` text NOT NULL,
	`address` text NOT NULL,
	`after` integer NOT NULL,
	`verified_at` integer,
	`code_nonce` text,
	`code_sent_at` integer,
	`code_tries` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `personal_contacts_address` ON `personal_contacts` (`user_id`,`kind`,`address`);--> statement-breakpoint
CREATE TABLE `personal_quiet_hours` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`from_time` text NOT NULL,
	`to_time` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);--> statement-breakpoint
CREATE TRIGGER `personal_contacts_insert_is_new_reference` AFTER INSERT ON `personal_contacts` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `personal_contacts_update_is_new_reference` AFTER UPDATE OF `after`, `verified_at` ON `personal_contacts` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `personal_contacts_delete_is_new_reference` AFTER DELETE ON `personal_contacts` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `personal_quiet_hours_insert_is_new_reference` AFTER INSERT ON `personal_quiet_hours` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `personal_quiet_hours_update_is_new_reference` AFTER UPDATE ON `personal_quiet_hours` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `personal_quiet_hours_delete_is_new_reference` AFTER DELETE ON `personal_quiet_hours` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;
