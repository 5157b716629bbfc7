ALTER TABLE `users` ADD `slack_email` text;--> statement-breakpoint
ALTER TABLE `users` ADD `account_email` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `users_account_email` ON `users` (`account_email`);--> statement-breakpoint
UPDATE `users` SET `account_email` = `email`;
