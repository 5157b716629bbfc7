CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`message` text NOT NULL,
	`create` integer NOT NULL,
	`is_private` integer NOT NULL,
	`api_key_id` integer,
	`request_key` text,
	`created_at` integer NOT NULL,
	`channel_id` text,
	`ts` text,
	`error` text,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`api_key_id`) REFERENCES `api_keys`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_request` ON `notifications` (`request_key`);--> statement-breakpoint
CREATE INDEX `notifications_queued` ON `notifications` (`created_at`) WHERE "notifications"."ts" is null and "notifications"."error" is null;--> statement-breakpoint
CREATE INDEX `notifications_age` ON `notifications` (`created_at`);