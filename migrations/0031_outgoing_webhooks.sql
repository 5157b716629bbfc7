CREATE TABLE `outgoing_webhook_notices` (
	`name` text PRIMARY KEY NOT NULL,
	`told_at` integer NOT NULL
);
