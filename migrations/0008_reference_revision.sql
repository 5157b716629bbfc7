CREATE TABLE `reference_revision` (
	`id` integer PRIMARY KEY NOT NULL,
	`token` text NOT NULL
);--> statement-breakpoint
INSERT INTO `reference_revision` (`id`, `token`) VALUES (1, hex(randomblob(8)));--> statement-breakpoint
CREATE TRIGGER `connections_insert_is_new_reference` AFTER INSERT ON `connections` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `connections_update_is_new_reference` AFTER UPDATE OF `settings`, `team_id`, `people_listed_at` ON `connections` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `connections_delete_is_new_reference` AFTER DELETE ON `connections` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `users_insert_is_new_reference` AFTER INSERT ON `users` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `users_update_is_new_reference` AFTER UPDATE ON `users` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `users_delete_is_new_reference` AFTER DELETE ON `users` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_identities_insert_is_new_reference` AFTER INSERT ON `slack_identities` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_identities_update_is_new_reference` AFTER UPDATE ON `slack_identities` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_identities_delete_is_new_reference` AFTER DELETE ON `slack_identities` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `services_insert_is_new_reference` AFTER INSERT ON `services` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `services_update_is_new_reference` AFTER UPDATE ON `services` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `services_delete_is_new_reference` AFTER DELETE ON `services` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `documents_insert_is_new_reference` AFTER INSERT ON `documents` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `documents_update_is_new_reference` AFTER UPDATE ON `documents` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `documents_delete_is_new_reference` AFTER DELETE ON `documents` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `overrides_insert_is_new_reference` AFTER INSERT ON `overrides` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `overrides_update_is_new_reference` AFTER UPDATE ON `overrides` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `overrides_delete_is_new_reference` AFTER DELETE ON `overrides` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_user_groups_insert_is_new_reference` AFTER INSERT ON `slack_user_groups` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_user_groups_update_is_new_reference` AFTER UPDATE ON `slack_user_groups` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;--> statement-breakpoint
CREATE TRIGGER `slack_user_groups_delete_is_new_reference` AFTER DELETE ON `slack_user_groups` BEGIN UPDATE `reference_revision` SET `token` = hex(randomblob(8)); END;
