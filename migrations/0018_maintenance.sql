CREATE TABLE `maintenance_windows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`service_id` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`reason` text,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `maintenance_windows_service` ON `maintenance_windows` (`service_id`,`to_at`);--> statement-breakpoint
CREATE TRIGGER `maintenance_windows_insert_is_new_reference` AFTER INSERT ON `maintenance_windows` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `maintenance_windows_update_is_new_reference` AFTER UPDATE ON `maintenance_windows` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `maintenance_windows_delete_is_new_reference` AFTER DELETE ON `maintenance_windows` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;
